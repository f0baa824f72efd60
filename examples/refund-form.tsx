// A refund form that is checked as it is typed: the operation itself is the form's Standard Schema.
//
//   npm install amends react react-hook-form @hookform/resolvers
//
// The account has no credentials, so a page may hold it; `onRefund` hands the checked input to your server.
import { standardSchemaResolver } from "@hookform/resolvers/standard-schema";
import { type PaywallApmPartialRefund, paywall } from "amends";
import { useForm } from "react-hook-form";

const { apmPartialRefund } = paywall({ environment: "test" });

interface Props {
  payment: string;
  onRefund: (input: PaywallApmPartialRefund) => void;
}

export function RefundForm({ payment, onRefund }: Props) {
  const { register, handleSubmit, formState } = useForm({
    resolver: standardSchemaResolver(apmPartialRefund),
    defaultValues: { UniqueCode: payment, Amount: "" },
    mode: "onChange",
  });
  const wrong = formState.errors.Amount?.message;
  return (
    <form onSubmit={handleSubmit(onRefund)}>
      <label>
        Amount <input {...register("Amount")} inputMode="decimal" aria-invalid={wrong !== undefined} />
      </label>
      {wrong && <p role="alert">{wrong}</p>}
      <button type="submit">Refund</button>
    </form>
  );
}
