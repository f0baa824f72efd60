/** A form, made from the table of an operation's input or of an account. */
import type { Issue } from "amends";
import { type Filled, pointerOf } from "./amounts.js";
import type { Field } from "./catalogue.js";
import type { AnyInput, AnyOperation } from "./client.js";
import { h } from "./dom.js";
import { fieldsOf } from "./field.js";
import type { Context } from "./parts.js";
import { Slot } from "./slot.js";

export interface Form {
  readonly element: HTMLElement;
  read(): AnyInput;
  write(input: AnyInput): void;
  /** Leads to the field of an issue. */
  focus(issue: Issue): void;
  /** Puts every issue beside its field. */
  show(issues: readonly Issue[], warnings: readonly Issue[]): void;
  /** What the amounts that are filled in mean. */
  hint(filled: Filled): void;
  /** What amounts do that are absent, words or 0. `sample`: an input that passes. */
  explain(operation: AnyOperation, sample: AnyInput): void;
}

export function formOf(table: readonly Field[], shared: Pick<Context, "changed" | "fromLink">): Form {
  const context: Context = { ...shared, slots: new Map(), hints: [], trials: [] };
  const fields = fieldsOf(table, [], context);
  const rest = new Slot();
  context.slots.set("", rest);
  return {
    element: h("div", { class: "form" }, rest.element, fields.element),
    read: () => fields.read() as AnyInput,
    write: (input) => fields.write(input),
    focus: (issue) => slotOf(issue, context).focus(),
    show: (issues, warnings) => {
      const [found, warned] = [byPlace(issues, context), byPlace(warnings, context)];
      for (const slot of context.slots.values()) slot.show(found.get(slot) ?? [], warned.get(slot) ?? []);
    },
    hint: (filled) => {
      for (const hint of context.hints) hint(filled);
    },
    explain: (operation, sample) => {
      for (const explain of context.trials) explain(operation, sample);
    },
  };
}

function byPlace(issues: readonly Issue[], context: Context): Map<Slot, Issue[]> {
  const placed = new Map<Slot, Issue[]>();
  for (const issue of issues) {
    const slot = slotOf(issue, context);
    placed.set(slot, [...(placed.get(slot) ?? []), issue]);
  }
  return placed;
}

/** An issue within a list, or of a field that is not shown, stands beside the nearest field around it. */
function slotOf({ path }: Issue, { slots }: Context): Slot {
  for (let length = path.length; length >= 0; length -= 1) {
    const slot = slots.get(pointerOf(path.slice(0, length)));
    if (slot) return slot;
  }
  throw new Error("the form itself has a slot");
}
