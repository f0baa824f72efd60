import { text } from "./generated/description.js";

/** Everything the package can do, as data: providers, operations, fields. */
export function describe(): { providers: readonly unknown[] } {
  return JSON.parse(text);
}
