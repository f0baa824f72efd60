/** Controls for one value each: a field's kind decides which. */
import { money } from "amends";
import type { Field } from "./catalogue.js";
import { h } from "./dom.js";

export interface Control {
  readonly element: HTMLElement;
  /** What issues are about. */
  readonly inputs: readonly HTMLElement[];
  /** `undefined`: nothing is sent. */
  read(): unknown;
  /** `undefined` empties it. */
  write(value: unknown): void;
}

export interface Options {
  field: Field;
  id: string;
  /** Ids of what describes it. */
  describedBy: string;
  changed: () => void;
  fromLink: (link: string) => string | undefined;
}

export function control(options: Options): Control {
  switch (options.field.kind) {
    case "minor":
    case "integer":
      return line(options, { inputmode: "numeric" }, number);
    case "major":
      return line(options, { inputmode: "decimal" }, (text) => (text === "" ? undefined : text));
    case "currency":
      return line(options, { list: currencies(), maxlength: 3, class: "code short" }, (text) => text);
    case "flag":
      return choice(options, ["true", "false"], (text) => text === "true");
    case "word":
      return choice(options, options.field.words ?? [], (text) => text);
    case "texts":
      return lines(options);
    case "exponents":
      return line(options, { placeholder: "XCG 2, ISK 2" }, exponents, shownExponents);
    default:
      return options.field.form === "encoded" ? linked(options) : line(options, {}, (text) => text);
  }
}

/** `XCG 2, ISK 2` as the object it is; what is not of this form is handed on, for the package to judge. */
function exponents(text: string): unknown {
  const pairs = text.split(",").map((pair) => pair.trim().split(/[\s:=]+/));
  if (pairs.some(({ length }) => length !== 2)) return text;
  return Object.fromEntries(pairs.map(([code = "", exponent = ""]) => [code, number(exponent)]));
}

function shownExponents(value: unknown): string {
  return Object.entries(value as object)
    .map(([code, exponent]) => `${code} ${exponent}`)
    .join(", ");
}

/** What is no number is handed on as the text it is, for the package to judge. */
function number(text: string): unknown {
  if (text === "") return undefined;
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
}

function line(
  { field, id, describedBy, changed }: Options,
  more: Record<string, string | number>,
  parse: (text: string) => unknown,
  shown: (value: unknown) => string = String,
): Control {
  const input = h("input", {
    ...{ id, type: "text", autocomplete: "off", autocapitalize: "off", spellcheck: "false", class: "code" },
    ...{ "aria-describedby": describedBy, "aria-required": field.required ? "true" : undefined },
    ...more,
    oninput: changed,
  });
  return {
    element: input,
    inputs: [input],
    read: () => parse(input.value),
    write: (value) => {
      input.value = value === undefined ? "" : shown(value);
    },
  };
}

/** Takes what it needs out of a link that is pasted. */
function linked(options: Options): Control {
  const made = line(options, {}, (text) => text);
  made.element.addEventListener("paste", (event) => {
    const found = options.fromLink(event.clipboardData?.getData("text").trim() ?? "");
    if (found === undefined) return;
    event.preventDefault();
    made.write(found);
    options.changed();
  });
  return made;
}

function lines({ id, describedBy, changed }: Options): Control {
  const area = h("textarea", {
    id,
    rows: 2,
    class: "code",
    "aria-describedby": describedBy,
    oninput: changed,
  });
  return {
    element: area,
    inputs: [area],
    read: () => (area.value === "" ? [] : area.value.split("\n")),
    write: (value) => {
      area.value = Array.isArray(value) ? value.join("\n") : "";
    },
  };
}

function choice(
  { id, describedBy, changed }: Options,
  words: readonly string[],
  parse: (text: string) => unknown,
): Control {
  const select = h(
    "select",
    { id, "aria-describedby": describedBy, onchange: changed },
    ...words.map((word) => h("option", { value: word }, word)),
  );
  return {
    element: select,
    inputs: [select],
    read: () => parse(select.value),
    write: (value) => {
      select.value = value === undefined ? (words.at(-1) ?? "") : String(value);
    },
  };
}

/** A list of every currency that the package knows, made once; the id of it. */
function currencies(): string {
  const id = "currencies";
  if (document.getElementById(id)) return id;
  const names = new Intl.DisplayNames("en", { type: "currency" });
  const known = Intl.supportedValuesOf("currency").filter((code) => money.exponent(code));
  const options = known.map((code) => h("option", { value: code, label: `${code} ${names.of(code) ?? ""}` }));
  document.body.append(h("datalist", { id }, ...options));
  return id;
}
