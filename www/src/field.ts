/** A field of the form: label, control, help, issues; objects hold more of them. */
import { pointerOf } from "./amounts.js";
import type { Field } from "./catalogue.js";
import type { AnyInput } from "./client.js";
import { control } from "./control.js";
import { h, rich, uid } from "./dom.js";
import { optional } from "./optional.js";
import { type Context, chips, hintLine, isAmount, type Part, trialTable } from "./parts.js";
import { ruleOf } from "./rules.js";
import { Slot } from "./slot.js";
import { wordOr } from "./word-or.js";

/** One field, at `path`. */
export function fieldOf(field: Field, above: readonly string[], context: Context): Part {
  const path = [...above, field.name];
  const slot = new Slot();
  context.slots.set(pointerOf(path), slot);
  const isObject = field.kind === "object";
  if (field.word !== undefined) {
    const inner = isObject ? fieldsOf(field.fields ?? [], path, context) : bare(field, path, slot, context);
    return wordOr(field, path, slot, inner, context);
  }
  const part = isObject ? group(field, path, slot, context) : single(field, path, slot, context);
  return field.required ? part : optional(field, part, context);
}

/** The fields of an object, or of the input itself. */
export function fieldsOf(fields: readonly Field[], above: readonly string[], context: Context): Part {
  const parts = fields.map((field) => [field.name, fieldOf(field, above, context)] as const);
  return {
    element: h("div", { class: "fields" }, ...parts.map(([, { element }]) => element)),
    read: () =>
      Object.fromEntries(
        parts.flatMap(([name, part]) => {
          const value = part.read();
          return value === undefined ? [] : [[name, value]];
        }),
      ),
    write: (value) => {
      const members = (value ?? {}) as AnyInput;
      for (const [name, part] of parts) part.write(members[name]);
    },
  };
}

function single(field: Field, path: readonly string[], slot: Slot, context: Context): Part {
  const [id, help, hint] = [uid(), uid(), uid()];
  const made = control({ field, id, describedBy: `${slot.id} ${hint} ${help}`, ...context });
  slot.about(...made.inputs);
  const element = h(
    "div",
    { class: "field" },
    h("div", { class: "head" }, h("label", { for: id }, h("code", {}, field.name)), ...chips(field)),
    h("div", { class: "body" }, made.element, hintLine(hint, field, path, context), slot.element),
    h(
      "p",
      { class: "help", id: help },
      ...rich(field.about),
      " ",
      h("span", { class: "rule" }, ruleOf(field)),
    ),
    isAmount(field) && trialTable(field, path, context),
  );
  return { element, read: made.read, write: made.write };
}

/** Without a head of its own, because what is around it has one. */
function bare(field: Field, path: readonly string[], slot: Slot, context: Context): Part {
  const [id, hint] = [uid(), uid()];
  const made = control({ field, id, describedBy: `${slot.id} ${hint}`, ...context });
  slot.about(...made.inputs);
  const element = h(
    "div",
    { class: "field" },
    h("label", { for: id, class: "unseen" }, field.name),
    made.element,
    hintLine(hint, field, path, context),
  );
  return { element, read: made.read, write: made.write };
}

function group(field: Field, path: readonly string[], slot: Slot, context: Context): Part {
  const inner = fieldsOf(field.fields ?? [], path, context);
  const element = h(
    "fieldset",
    { class: "field group" },
    h("legend", { class: "head" }, h("code", {}, field.name), ...chips(field)),
    h("p", { class: "help" }, ...rich(field.about)),
    h("div", { class: "body" }, slot.element, inner.element),
  );
  return { ...inner, element };
}
