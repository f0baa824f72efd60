/** A field of the form: label, control, help, issues; objects hold more of them. */
import { amountHint, pointerOf } from "./amounts.js";
import type { Field } from "./catalogue.js";
import type { AnyInput, AnyOperation } from "./client.js";
import { type Control, control } from "./control.js";
import { fill, h, rich, uid } from "./dom.js";
import { ruleOf } from "./rules.js";
import { Slot, sentence } from "./slot.js";
import { trials } from "./trials.js";

/** What the fields of one form share. */
export interface Context {
  changed: () => void;
  /** What a pasted link holds for the field that names a payment; `undefined` if it is no such link. */
  fromLink: (link: string) => string | undefined;
  /** By JSON pointer. */
  slots: Map<string, Slot>;
  /** Called with what is filled in, after every change. */
  hints: ((operation: AnyOperation, input: AnyInput) => void)[];
  /** Called when the account has changed. `sample`: an input that passes. */
  trials: ((operation: AnyOperation, sample: AnyInput) => void)[];
}

export type Part = Pick<Control, "element" | "read" | "write">;

/** One field, at `path`. */
export function fieldOf(field: Field, above: readonly string[], context: Context): Part {
  const path = [...above, field.name];
  const slot = new Slot();
  context.slots.set(pointerOf(path), slot);
  if (field.word !== undefined) return wordOr(field, path, slot, context);
  const isObject = field.kind === "object";
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

function isAmount({ kind }: Field): boolean {
  return kind === "minor" || kind === "major";
}

function hintLine(id: string, field: Field, path: readonly string[], { hints }: Context): HTMLElement {
  const line = h("p", { class: "hint", id });
  line.hidden = !isAmount(field);
  if (isAmount(field)) {
    hints.push((operation, input) => fill(line, amountHint(operation, field, path, input)));
  }
  return line;
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

/** A switch in front: sent, or left out. What is sent stays sent when it is empty, for the package to judge. */
function optional(field: Field, part: Part, { changed }: Context): Part {
  // An account's fields have no place in the request.
  const verb = field.place === undefined ? "Set" : "Send";
  const box = h("input", { type: "checkbox", role: "switch" });
  const label = h(
    "label",
    { class: "switch" },
    box,
    h("span", {}, verb, h("span", { class: "unseen" }, ` ${field.name}`)),
  );
  const out = h("p", { class: "out" }, ...rich(leaveOut(field)));
  const turn = () => {
    part.element.classList.toggle("off", !box.checked);
    for (const body of part.element.querySelectorAll<HTMLElement>(":scope > .body"))
      body.hidden = !box.checked;
    out.hidden = box.checked;
  };
  box.addEventListener("change", () => {
    turn();
    changed();
  });
  const head = part.element.querySelector(":scope > .head");
  // A legend names its group: the switch stands beside it.
  if (head?.tagName === "LEGEND") head.after(label);
  else head?.append(label);
  part.element.append(out);
  turn();
  return {
    element: part.element,
    read: () => (box.checked ? (part.read() ?? "") : undefined),
    write: (value) => {
      box.checked = value !== undefined;
      part.write(value);
      turn();
    },
  };
}

function leaveOut({ leaveOutIf }: Field): string {
  return leaveOutIf === undefined ? "Left out." : `Leave it out if ${leaveOutIf}.`;
}

/** A value, a word, or nothing at all: three choices, because they are three things. */
function wordOr(field: Field, path: readonly string[], slot: Slot, context: Context): Part {
  const { word, ...rest } = field;
  const plain: Field = { ...rest, required: true };
  const name = uid();
  const [label, help, hint] = [uid(), uid(), uid()];
  const inner: Part =
    field.kind === "object"
      ? fieldsOf(field.fields ?? [], path, context)
      : control({ field: plain, id: label, describedBy: `${slot.id} ${hint} ${help}`, ...context });
  if ("inputs" in inner) slot.about(...(inner as Control).inputs);
  const radio = (value: string, title: Node | string, about: string) => {
    const [input, aboutId] = [h("input", { type: "radio", name, value, "aria-describedby": "" }), uid()];
    input.setAttribute("aria-describedby", aboutId);
    input.addEventListener("change", () => {
      turn();
      context.changed();
    });
    const line = h("label", { class: "radio" }, input, h("span", {}, title));
    return { input, line: h("div", {}, line, h("p", { class: "help", id: aboutId }, ...rich(about))) };
  };
  const meaning = field.leaveOutIf ?? "";
  const value = radio("value", "This much", ruleOf(plain));
  const said = radio("word", h("code", {}, JSON.stringify(word)), `Said on purpose: ${meaning}.`);
  const left = radio("absent", "Leave it out", `Means the same: ${meaning}.`);
  const body = h(
    "div",
    { class: "body" },
    field.kind !== "object" && h("label", { for: label, class: "unseen" }, field.name),
    inner.element,
    hintLine(hint, field, path, context),
  );
  const turn = () => {
    body.hidden = !value.input.checked;
  };
  const element = h(
    "fieldset",
    { class: "field group choice" },
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

function trialTable(field: Field, path: readonly string[], context: Context): HTMLElement {
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
function chips({ place, header, required }: Field): HTMLElement[] {
  const where = place === "path" ? "in the path" : header === undefined ? undefined : `header ${header}`;
  const texts = [required && "required", where].filter((text) => typeof text === "string");
  return texts.map((text) => h("span", { class: "chip" }, text));
}
