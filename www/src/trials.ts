/** What an amount that is absent, a word or 0 does: tried, not told. */
import { pointerOf } from "./amounts.js";
import type { Field } from "./catalogue.js";
import type { AnyInput, AnyOperation } from "./client.js";
import { put } from "./paths.js";

export interface Trial {
  /** What was tried, as a person says it. */
  what: string;
  refused: boolean;
  /** The reason, or what is sent. Code stands between backticks. */
  result: string;
}

/** `input` is one that passes. */
export function trials(
  operation: AnyOperation,
  field: Field,
  path: readonly string[],
  input: AnyInput,
): Trial[] {
  const tried = (what: string, value: unknown, meaning = ""): Trial => {
    const changed = put(input, path, value);
    const checked = operation.validate(changed);
    if (!checked.ok) {
      const own = checked.issues.find(({ pointer }) => pointer === pointerOf(path)) ?? checked.issues[0];
      return { what, refused: true, result: own.message };
    }
    const { body } = operation.request(changed);
    const sent = body === undefined ? "no body is sent" : `the body is \`${body}\``;
    return { what, refused: false, result: meaning === "" ? sent : `${meaning}: ${sent}` };
  };
  const meaning = field.leaveOutIf ?? "";
  const word = field.word === undefined ? [] : [tried(`"${field.word}"`, field.word, meaning)];
  const zero = field.kind === "object" ? [] : [tried("0", 0)];
  return [tried("left out", undefined, meaning), ...word, ...zero];
}
