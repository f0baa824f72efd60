/** The bench of one operation: its account, its form, its request, its answer. */
import { InvalidAccountError, InvalidInputError, type Issue } from "amends";
import { type Answer, answerOf } from "./answer.js";
import type { Entry } from "./catalogue.js";
import { type AnyInput, type Client, open, preview, type Settings } from "./client.js";
import { byId, fill, h } from "./dom.js";
import { formOf } from "./form.js";
import { requestPanel } from "./request.js";

export interface Bench {
  /** Puts it on the page. */
  show(): void;
  /** What the bulk works with, where the account is one. */
  current(): { entry: Entry; settings: Settings; sample: AnyInput } | undefined;
}

/** An account names a documented environment until somebody says otherwise. */
function firstSettings({ provider }: Entry): AnyInput {
  return { environment: Object.keys(provider.environments)[0] };
}

export function benchOf(entry: Entry): Bench {
  const sample = EXAMPLES[entry.operation.id]?.[0]?.input ?? {};
  const settable = entry.provider.account.filter(({ secret }) => !secret);
  const account = formOf(settable, { changed: () => update(), fromLink: () => undefined });
  const form = formOf(entry.operation.fields, {
    changed: () => update(),
    fromLink: (link) => linkData(client, link),
  });
  const panel = requestPanel(entry, (issue) => (accountIssues.includes(issue) ? account : form).focus(issue));
  const status = byId("status");
  const where = h("summary", {});
  const accountBox = h("details", { class: "account" }, where, account.element);
  account.write(firstSettings(entry));
  form.write(sample);

  let client: Client;
  let settings: Settings | undefined;
  let accountIssues: Issue[] = [];
  let explained = "";
  let answer: Answer | undefined;

  const connect = () => {
    const given = account.read();
    try {
      client = open(entry, given);
      settings = given;
      accountIssues = [];
    } catch (error) {
      if (!(error instanceof InvalidAccountError)) throw error;
      settings = undefined;
      accountIssues = error.issues;
      accountBox.open = true;
    }
    account.show(accountIssues, []);
    const { environment, baseUrl } = given;
    const address = entry.provider.environments[String(environment)] ?? String(baseUrl);
    fill(where, "Account: ", h("strong", {}, String(environment ?? "your own address")), ` ${address}`);
  };

  const update = () => {
    connect();
    const input = form.read();
    const result = client.operation.validate(input);
    form.show(result.ok ? [] : result.issues, result.warnings);
    form.hint({ operation: client.operation, settings: settings ?? {}, input });
    if (JSON.stringify(settings) !== explained) form.explain(client.operation, sample);
    explained = JSON.stringify(settings);
    const issues = [...accountIssues, ...(result.ok ? [] : result.issues)];
    say(status, issues.length, result.warnings.length);
    if (issues.length > 0 || settings === undefined) panel.refuse(issues);
    else panel.show(preview(client.operation.request(input)), { ...entry, settings, input });
    answer ??= answerOf(entry, client.operation, () => update());
    answer.show(client.operation, result.ok ? input : undefined);
  };

  const clear = () => {
    form.write({});
    update();
    form.element.querySelector<HTMLElement>("input")?.focus();
  };
  const example = () => {
    form.write(sample);
    update();
  };
  const inputPanel = h(
    "div",
    { class: "panel" },
    accountBox,
    form.element,
    h(
      "div",
      { class: "buttons" },
      h("button", { type: "button", class: "quiet", onclick: example }, "Fill in the example"),
      h("button", { type: "button", class: "quiet", onclick: clear }, "Empty the form"),
    ),
  );
  return {
    show: () => {
      update();
      fill(byId("input"), inputPanel);
      fill(byId("request"), panel.element);
      fill(byId("answer"), (answer as Answer).element);
    },
    current: () => settings && { entry, settings, sample },
  };
}

function linkData(client: Client, link: string): string | undefined {
  try {
    return client.linkData?.(link);
  } catch (error) {
    if (error instanceof InvalidInputError) return undefined;
    throw error;
  }
}

/** Said only when it changes. */
function say(status: HTMLElement, issues: number, warnings: number): void {
  const count = (number: number, what: string) => `${number} ${what}${number === 1 ? "" : "s"}`;
  const doubts = warnings > 0 ? `, ${count(warnings, "warning")}` : "";
  const text = issues === 0 ? `Ready to send${doubts}` : `${count(issues, "thing")} to fix${doubts}`;
  status.className = issues === 0 ? "ready" : "wrong";
  if (status.textContent !== text) status.textContent = text;
}
