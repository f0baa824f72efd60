/** An outcome for a person: what happened, what to do, then everything else. */
import type { Issue, Outcome } from "amends";
import { type Entry, noun } from "./catalogue.js";
import { codeBlock } from "./code.js";
import { type Child, h, rich } from "./dom.js";
import { ADVICE, type AnyOutcome, happened, todo } from "./sentences.js";
import { sentence } from "./slot.js";

interface Action {
  name: string;
  method: string;
  href: string;
  linkData?: string;
  suspect?: string;
}

export function saidOf({ provider, operation }: Entry, outcome: AnyOutcome): string {
  return `${happened(outcome, provider.title, noun(operation))} ${todo(outcome.retry)}`;
}

export function outcomeCard(entry: Entry, outcome: AnyOutcome): HTMLElement {
  const { kind, httpStatus, correlationId, mismatches, retry } = outcome;
  const { links: _, actions, ...details } = outcome.details;
  const status = httpStatus === null ? "no answer" : `HTTP ${httpStatus}`;
  return h(
    "article",
    { class: `outcome ${kind}` },
    h("p", { class: "badges" }, h("span", { class: "kind" }, kind), h("span", { class: "chip" }, status)),
    h("p", { class: "said" }, saidOf(entry, outcome)),
    section(
      "May I send it again?",
      h("p", {}, h("strong", {}, `${ADVICE[retry.advice]}: `), ...rich(sentence(retry.because))),
    ),
    "reason" in outcome &&
      section(
        "Reason",
        h("p", {}, h("code", {}, outcome.reason.code), " ", ...rich(sentence(outcome.reason.message))),
      ),
    "issues" in outcome && outcome.issues.length > 0 && section("At your fields", issueList(outcome.issues)),
    mismatches.length > 0 && section("Came back different", mismatchTable(mismatches)),
    isRecord(actions) &&
      Object.keys(actions).length > 0 &&
      section("Next actions", actionList(Object.values(actions) as Action[])),
    correlationId !== undefined &&
      section("For the provider’s support", h("p", {}, "Correlation id ", h("code", {}, correlationId))),
    Object.keys(details).length > 0 && detailsOf(details),
  );
}

function section(title: string, ...children: readonly Child[]): HTMLElement {
  return h("section", {}, h("h3", {}, title), ...children);
}

function issueList(issues: readonly Issue[]): HTMLElement {
  const lines = issues.map(({ path, message, providerCode }) =>
    h(
      "li",
      {},
      path.length > 0 && h("code", {}, path.join(".")),
      ` ${sentence(message)} `,
      providerCode !== undefined && h("span", { class: "chip" }, providerCode),
    ),
  );
  return h("ul", { class: "plain" }, ...lines);
}

function mismatchTable(mismatches: Outcome<unknown>["mismatches"]): HTMLElement {
  const cells = (tag: "th" | "td", texts: readonly string[]) => texts.map((text) => h(tag, {}, text));
  return h(
    "div",
    { class: "scroll", tabindex: 0, role: "group", "aria-label": "Mismatches" },
    h(
      "table",
      {},
      h("thead", {}, h("tr", {}, ...cells("th", ["field", "sent", "received"]))),
      h(
        "tbody",
        {},
        ...mismatches.map((one) => h("tr", {}, ...cells("td", [one.field, one.sent, one.received]))),
      ),
    ),
  );
}

function actionList(actions: readonly Action[]): HTMLElement {
  const lines = actions.map(({ name, method, href, suspect }) =>
    h(
      "li",
      {},
      h("code", {}, name),
      suspect === undefined
        ? h("span", { class: "address" }, h("span", { class: "chip" }, method), ` ${href}`)
        : h("span", { class: "warning" }, `Do not follow this link: ${suspect}.`),
    ),
  );
  return h("ul", { class: "plain actions" }, ...lines);
}

function detailsOf(details: Readonly<Record<string, unknown>>): HTMLElement {
  const block = codeBlock("details", "json");
  block.show(JSON.stringify(details, undefined, 2));
  return h("details", { class: "data" }, h("summary", {}, "Everything the answer says"), block.element);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
