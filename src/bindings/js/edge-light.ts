/** The edge runtime of Vercel compiles no bytes either, and asks for the file in its own way. */
import module from "./amends.wasm?module";
import * as calls from "./calls.js";
import { bind } from "./instance.js";

export const { connect, init, money, paywall, primer, simpleps, worldpay } = /* @__PURE__ */ bind(
  calls,
  () => module,
);
export { describe } from "./describe.js";
export { AmendsError, InternalError, InvalidAccountError, InvalidInputError } from "./errors.js";
export { readResponse } from "./response.js";
