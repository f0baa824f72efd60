/** The default entry: the module travels inside as text and starts on the first call. */
import * as calls from "./calls.js";
import { bytes } from "./generated/bytes.js";
import { bind } from "./instance.js";

export const { connect, init, money, paywall, primer, simpleps, worldpay } = /* @__PURE__ */ bind(
  calls,
  bytes,
);
export { describe } from "./describe.js";
export { AmendsError, InternalError, InvalidAccountError, InvalidInputError } from "./errors.js";
export { readResponse } from "./response.js";
