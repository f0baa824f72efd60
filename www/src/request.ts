/** The request, live: or what keeps it from being one. */
import type { Issue } from "amends";
import type { Entry } from "./catalogue.js";
import { HIDDEN, type Preview } from "./client.js";
import { codeBlock } from "./code.js";
import { fill, h, rich } from "./dom.js";
import { sentence } from "./slot.js";
import type { Call } from "./snippets/call.js";
import { curl } from "./snippets/curl.js";
import { http } from "./snippets/http.js";
import { javascript } from "./snippets/javascript.js";
import { rust } from "./snippets/rust.js";
import { tabs } from "./tabs.js";

export interface RequestPanel {
  readonly element: HTMLElement;
  show(preview: Preview, call: Call): void;
  refuse(issues: readonly Issue[]): void;
}

/** `goTo` leads to the field of an issue. */
export function requestPanel(entry: Entry, goTo: (issue: Issue) => void): RequestPanel {
  const blocks = {
    http: codeBlock("HTTP request", "http"),
    curl: codeBlock("curl command", "curl"),
    javascript: codeBlock("JavaScript", "javascript"),
    rust: codeBlock("Rust", "rust"),
  };
  const ready = h(
    "div",
    {},
    tabs("The request as", [
      ["HTTP", blocks.http.element],
      ["curl", blocks.curl.element],
      ["fetch", blocks.javascript.element],
      ["Rust", blocks.rust.element],
    ]),
    h("p", { class: "help" }, `${HIDDEN} stands for your credentials: this page never asks for them.`),
  );
  const refused = h("div", { class: "refused" });
  return {
    element: h("div", {}, ready, refused, documented(entry)),
    show: (preview, call) => {
      ready.hidden = false;
      refused.hidden = true;
      blocks.http.show(http(preview));
      blocks.curl.show(curl(preview));
      blocks.javascript.show(javascript(call));
      blocks.rust.show(rust(call));
    },
    refuse: (issues) => {
      ready.hidden = true;
      refused.hidden = false;
      const links = issues.map((issue) =>
        h(
          "li",
          {},
          h(
            "button",
            { type: "button", class: "link", onclick: () => goTo(issue) },
            ...rich(sentence(issue.message)),
          ),
        ),
      );
      fill(refused, h("p", {}, "No request is built from this input:"), h("ol", {}, ...links));
    },
  };
}

/** What the provider's document says beside the fields, and what it leaves open. */
function documented({ provider, operation }: Entry): HTMLElement {
  const { document, method, path, rules, statuses, silences, idempotency } = operation;
  const says = [
    `\`${method} ${path}\``,
    ...rules,
    `Answers it names: ${statuses.join(", ")}.`,
    idempotency === undefined
      ? "No idempotency key is documented: the same request twice is two."
      : `With \`${idempotency}\` a lost answer can be followed by the same request again.`,
  ];
  const list = (texts: readonly string[]) => h("ul", {}, ...texts.map((text) => h("li", {}, ...rich(text))));
  return h(
    "div",
    { class: "document" },
    h("h3", {}, `${provider.title}’s document, “${document}”`),
    list(says),
    h("details", {}, h("summary", {}, `What it leaves open (${silences.length})`), list(silences)),
  );
}
