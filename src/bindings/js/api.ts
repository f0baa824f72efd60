/**
 * Builds, validates and reads refund and settlement requests of payment APIs. Nothing is sent from here.
 *
 * These are the declarations of every entry; `./slim` changes `init` and adds `initSync`.
 *
 * @module
 */
export * from "./calls.js";
export { describe } from "./describe.js";
export { AmendsError, InternalError, InvalidAccountError, InvalidInputError } from "./errors.js";
export { readResponse } from "./response.js";
export type * from "./types/index.js";
