/** Without WebAssembly: the same core as JavaScript, larger and slower, for pages that forbid the other. */
import * as calls from "./calls.js";
import script from "./generated/script.js";
import { bind } from "./instance.js";

export const { connect, init, money, paywall, primer, simpleps, worldpay } = /* @__PURE__ */ bind(
  calls,
  () => script,
);
export { describe } from "./describe.js";
export { AmendsError, InternalError, InvalidAccountError, InvalidInputError } from "./errors.js";
export { readResponse } from "./response.js";
