/** A field whose value may be a word. */
import type { Field } from "./catalogue.js";
import { h, rich, uid } from "./dom.js";
import { type Context, chips, type Part, trialTable } from "./parts.js";
import { ruleOf } from "./rules.js";
import type { Slot } from "./slot.js";

/** A value, a word, or nothing at all: three choices, because they are three things. `inner` takes the value. */
export function wordOr(
  field: Field,
  path: readonly string[],
  slot: Slot,
  inner: Part,
  context: Context,
): Part {
  const { word, leaveOutIf: meaning = "" } = field;
  const [name, help] = [uid(), uid()];
  const radio = (value: string, title: Node | string, about: string) => {
    const aboutId = uid();
    const input = h("input", {
      ...{ type: "radio", name, value, "aria-describedby": aboutId },
      onchange: () => {
        turn();
        context.changed();
      },
    });
    const line = h("label", { class: "radio" }, input, h("span", {}, title));
    return { input, line: h("div", {}, line, h("p", { class: "help", id: aboutId }, ...rich(about))) };
  };
  const value = radio("value", "This much", ruleOf(field));
  const said = radio("word", h("code", {}, JSON.stringify(word)), `Said on purpose: ${meaning}.`);
  const left = radio("absent", "Leave it out", `Means the same: ${meaning}.`);
  const body = h("div", { class: "body" }, inner.element);
  const turn = () => {
    body.hidden = !value.input.checked;
  };
  const element = h(
    "fieldset",
    { class: "field group choice", "aria-describedby": help },
    h("legend", { class: "head" }, h("code", {}, field.name), ...chips(field)),
    h("p", { class: "help", id: help }, ...rich(field.about)),
    value.line,
    body,
    slot.element,
    said.line,
    left.line,
    trialTable(field, path, context),
  );
  return {
    element,
    // An amount that is chosen and not given must not pass for "leave it out".
    read: () => (value.input.checked ? (inner.read() ?? "") : said.input.checked ? word : undefined),
    write: (given) => {
      const chosen = given === undefined ? left : given === word ? said : value;
      chosen.input.checked = true;
      inner.write(given === word ? undefined : given);
      turn();
    },
  };
}
