/** Node, Bun and Deno: the same core built for speed, since nobody downloads it. */
import * as calls from "./calls.js";
import { bytes } from "./generated/fast.js";
import { bind } from "./instance.js";

export const { connect, init, money, paywall, primer, simpleps, worldpay } = /* @__PURE__ */ bind(
  calls,
  bytes,
);
export { describe } from "./describe.js";
export { AmendsError, InternalError, InvalidAccountError, InvalidInputError } from "./errors.js";
export { readResponse } from "./response.js";
