/** An answer to paste, or to choose; and what it means. */
import type { HostResponse } from "amends";
import { announce } from "./announce.js";
import type { Entry } from "./catalogue.js";
import type { AnyInput, AnyOperation } from "./client.js";
import { fill, h, uid } from "./dom.js";
import { outcomeCard, saidOf } from "./outcome.js";

export interface Answer {
  readonly element: HTMLElement;
  /** Reads the answer again. `input`: what was sent, if it could be. */
  show(operation: AnyOperation, input: AnyInput | undefined): void;
}

/** `changed`: there is another answer to read. */
export function answerOf(entry: Entry, operation: AnyOperation, changed: () => void): Answer {
  const examples = EXAMPLES[entry.operation.id] ?? [];
  const [picked, status, headers, body] = [uid(), uid(), uid(), uid()];
  const select = h("select", { id: picked, onchange: () => choose() });
  const statusInput = h("input", {
    id: status,
    inputmode: "numeric",
    class: "code short",
    autocomplete: "off",
  });
  const headerArea = h("textarea", { id: headers, rows: 2, class: "code", spellcheck: "false" });
  const bodyArea = h("textarea", { id: body, rows: 9, class: "code", spellcheck: "false" });
  const truncated = h("input", { type: "checkbox" });
  const lost = h("input", { type: "checkbox" });
  const arrived = h(
    "div",
    { class: "fields" },
    h("div", { class: "pair" }, labelled("Status", statusInput), check(truncated, "The body broke off")),
    labelled("Headers, one a line", headerArea),
    labelled("Body", bodyArea),
  );
  for (const [index, { about, response }] of examples.entries()) {
    const { kind, httpStatus } = operation.outcome(response as HostResponse | null);
    const name = `${httpStatus ?? "No answer"} · ${kind} — ${about}`;
    select.append(h("option", { value: index }, name));
  }
  const own = h("option", { value: "own" }, "Your own");
  select.append(own);

  const choose = () => {
    const example = examples[Number(select.value)];
    if (example !== undefined) write(example.response);
    changed();
  };
  const write = (response: (typeof examples)[number]["response"]) => {
    lost.checked = response === null;
    statusInput.value = String(response?.status ?? "");
    truncated.checked = response?.truncated ?? false;
    const pairs = Array.isArray(response?.headers)
      ? response.headers
      : Object.entries(response?.headers ?? {});
    headerArea.value = pairs.map(([name, value]) => `${name}: ${value}`).join("\n");
    bodyArea.value = response?.body ?? "";
    arrived.hidden = lost.checked;
  };
  const edited = () => {
    own.selected = true;
    arrived.hidden = lost.checked;
    changed();
  };
  for (const input of [statusInput, headerArea, bodyArea, truncated, lost])
    input.addEventListener("input", edited);

  const read = (): HostResponse | null =>
    lost.checked
      ? null
      : {
          status: /^\d+$/.test(statusInput.value.trim()) ? Number(statusInput.value) : 0,
          headers: headerArea.value.split("\n").flatMap((line): [string, string][] => {
            const colon = line.indexOf(":");
            return colon > 0 ? [[line.slice(0, colon).trim(), line.slice(colon + 1).trim()]] : [];
          }),
          body: bodyArea.value,
          truncated: truncated.checked,
        };

  const outcome = h("div", { class: "panel result" });
  let shown = "";
  let said = "";
  write(examples[0]?.response ?? null);
  return {
    element: h(
      "div",
      { class: "columns" },
      h(
        "div",
        { class: "panel" },
        labelled("An example, or paste your own below", select),
        check(lost, "No answer arrived"),
        arrived,
      ),
      outcome,
    ),
    show: (reader, input) => {
      const made = reader.outcome(read(), input);
      // As it is, where nothing changed: what was opened stays open.
      if (JSON.stringify(made) === shown) return;
      shown = JSON.stringify(made);
      fill(outcome, outcomeCard(entry, made));
      const sentence = saidOf(entry, made);
      if (said !== "" && said !== sentence) announce(sentence);
      said = sentence;
    },
  };
}

function labelled(text: string, control: HTMLElement): HTMLElement {
  return h("div", { class: "field" }, h("label", { for: control.id }, text), control);
}

function check(box: HTMLInputElement, text: string): HTMLElement {
  return h("label", { class: "radio" }, box, h("span", {}, text));
}
