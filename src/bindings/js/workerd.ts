/** workerd compiles no bytes at run time: it is handed the file as a compiled module. */
import module from "./amends.wasm";
import * as calls from "./calls.js";
import { bind } from "./instance.js";

export const { connect, init, money, paywall, primer, simpleps, worldpay } = /* @__PURE__ */ bind(
  calls,
  () => module,
);
export { describe } from "./describe.js";
export { AmendsError, InternalError, InvalidAccountError, InvalidInputError } from "./errors.js";
export { readResponse } from "./response.js";
