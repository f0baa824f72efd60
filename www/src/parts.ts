/** What fields of every kind are made of. */
import { amountHint, type Filled } from "./amounts.js";
import type { Field } from "./catalogue.js";
import type { AnyInput, AnyOperation } from "./client.js";
import type { Control } from "./control.js";
import { fill, h, rich } from "./dom.js";
import { type Slot, sentence } from "./slot.js";
import { trials } from "./trials.js";

/** What the fields of one form share. */
export interface Context {
  changed: () => void;
  /** What a pasted link holds for the field that names a payment; `undefined` if it is no such link. */
  fromLink: (link: string) => string | undefined;
  /** By JSON pointer. */
  slots: Map<string, Slot>;
  /** Called with what is filled in, after every change. */
  hints: ((filled: Filled) => void)[];
  /** Called when the account has changed. `sample`: an input that passes. */
  trials: ((operation: AnyOperation, sample: AnyInput) => void)[];
}

export type Part = Pick<Control, "element" | "read" | "write">;

export function isAmount({ kind }: Field): boolean {
  return kind === "minor" || kind === "major";
}

/** What the amount means that is filled in. */
export function hintLine(id: string, field: Field, path: readonly string[], { hints }: Context): HTMLElement {
  const line = h("p", { class: "hint", id });
  line.hidden = !isAmount(field);
  if (isAmount(field)) {
    hints.push((filled) => fill(line, amountHint(filled, field, path)));
  }
  return line;
}

/** What an amount does that is absent, a word or 0. */
export function trialTable(field: Field, path: readonly string[], context: Context): HTMLElement {
  const body = h("tbody", {});
  context.trials.push((operation, sample) => {
    const rows = trials(operation, field, path, sample).map(({ what, refused, result }) =>
      h(
        "tr",
        {},
        h("th", { scope: "row" }, what),
        h(
          "td",
          {},
          h("strong", { class: refused ? "no" : "yes" }, refused ? "Refused. " : "Sent. "),
          ...rich(sentence(result)),
        ),
      ),
    );
    fill(body, ...rows);
  });
  const names = ["left out", ...(field.word === undefined ? [] : [`"${field.word}"`])];
  if (field.kind !== "object") names.push("0");
  const title = `What if it is ${names.join(", ").replace(/, (?=[^,]*$)/, " or ")}?`;
  return h("details", { class: "trials" }, h("summary", {}, title), h("table", {}, body));
}

/** What is optional has a switch or a choice that says so. */
export function chips({ place, header, required }: Field): HTMLElement[] {
  const where = place === "path" ? "in the path" : header === undefined ? undefined : `header ${header}`;
  const texts = [required && "required", where].filter((text) => typeof text === "string");
  return texts.map((text) => h("span", { class: "chip" }, text));
}
