/** How far the bulk is, the bad lines with their reasons, and what to save. */
import { announce } from "./announce.js";
import type { BadLine, Progress } from "./bulk-messages.js";
import { fill, h, rich } from "./dom.js";
import { sentence } from "./slot.js";

/** Shows one run. */
export interface ReportView {
  /** Gives the addresses it made for what can be saved. */
  show(progress: Progress): string[];
  fail(): void;
}

/** Fills `report`. `stop`: what its button does. */
export function reportView(report: HTMLElement, stop: () => void): ReportView {
  const bar = h("progress", { max: 1, value: 0, "aria-label": "Lines read" });
  const cancel = h("button", { type: "button", class: "quiet" }, "Stop");
  const state = h("p", { class: "state" }, "Working …");
  const counts = { lines: h("dd", {}, "0"), good: h("dd", {}, "0"), bad: h("dd", {}, "0") };
  const rows = h("tbody", {});
  const table = h(
    "div",
    { class: "scroll", tabindex: 0, role: "group", "aria-label": "Bad lines" },
    h(
      "table",
      {},
      h(
        "thead",
        {},
        h("tr", {}, ...["line", "field", "reason"].map((name) => h("th", { scope: "col" }, name))),
      ),
      rows,
    ),
  );
  table.hidden = true;
  const more = h("p", { class: "help" });
  const saves = h("p", { class: "saves" });
  const count = (name: string, value: HTMLElement, kind = "") =>
    h("div", { class: kind }, h("dt", {}, name), value);
  fill(
    report,
    h("div", { class: "progress" }, bar, cancel),
    state,
    h(
      "dl",
      { class: "counts" },
      count("lines", counts.lines),
      count("requests", counts.good, "good"),
      count("refused", counts.bad, "bad"),
    ),
    table,
    more,
    saves,
  );
  report.hidden = false;
  cancel.addEventListener("click", () => {
    stop();
    cancel.hidden = true;
    state.textContent = "Stopped.";
    announce("Stopped");
  });
  return {
    show: ({ read, total, good, bad, lines, result }) => {
      bar.value = total === 0 ? 1 : read / total;
      counts.lines.textContent = grouped(good + bad);
      counts.good.textContent = grouped(good);
      counts.bad.textContent = grouped(bad);
      rows.append(...lines.flatMap(badRows));
      table.hidden = bad === 0;
      if (!result) return [];
      cancel.hidden = true;
      state.textContent = bad === 0 ? "Done: every line is a request." : "Done. Nothing was sent.";
      announce(`${grouped(good + bad)} lines read: ${grouped(good)} requests, ${grouped(bad)} refused.`);
      const shown = new Set([...rows.querySelectorAll("th")].map((cell) => cell.textContent)).size;
      more.textContent = shown < bad ? `The first ${shown} of ${grouped(bad)}; the result holds all.` : "";
      const files = [
        ["Save the result", "requests.ndjson", result.all] as const,
        ...(bad > 0 ? [["Save the bad lines", "refused.ndjson", result.bad] as const] : []),
      ];
      const made = files.map(([title, name, blob]) => [title, name, URL.createObjectURL(blob)] as const);
      fill(
        saves,
        ...made.map(([title, name, href]) => h("a", { class: "button", href, download: name }, title)),
      );
      return made.map(([, , href]) => href);
    },
    fail: () => {
      cancel.hidden = true;
      state.textContent = "This broke off: the file could not be read to its end.";
      announce(state.textContent);
    },
  };
}

function badRows({ line, issues }: BadLine): HTMLElement[] {
  return issues.map(({ path, message }) =>
    h(
      "tr",
      {},
      h("th", { scope: "row" }, String(line)),
      h("td", {}, h("code", {}, path.join(".") || "—")),
      h("td", {}, ...rich(sentence(message))),
    ),
  );
}

function grouped(count: number): string {
  return count.toLocaleString("en");
}
