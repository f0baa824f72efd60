// The page around the form, for the test: what is refunded is left in a global.
import { createRoot } from "react-dom/client";
import { RefundForm } from "./refund-form";

function keep(refunded: object) {
  Object.assign(globalThis, { refunded });
}

const root = createRoot(document.getElementById("root") as HTMLElement);
root.render(<RefundForm payment="payment-1" onRefund={keep} />);
