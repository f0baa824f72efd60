import type { Entry } from "../catalogue.js";
import type { AnyInput, Settings } from "../client.js";

/** What the snippets that use the package are made of. */
export interface Call extends Entry {
  settings: Settings;
  input: AnyInput;
}

/** Characters that are not seen, or that turn the direction of a text round: never as they are in code. */
export const UNSEEN = /[\p{C}\p{Zl}\p{Zp}]/gu;
