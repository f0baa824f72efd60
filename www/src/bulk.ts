/** Many at once: a file of inputs, a line each; the work is done by a worker. */
import { announce } from "./announce.js";
import type { BadLine, Job, Progress } from "./bulk-messages.js";
import { byId, fill, h, rich } from "./dom.js";
import { sentence } from "./slot.js";

const SAMPLE_LINES = 100_000;

/** What to work with now, and lines to try it with; `undefined` where the account is none. */
export type Work = (lines: number) => (Omit<Job, "source"> & { sample: Job["source"] }) | undefined;

/** Fills #bulk. */
export function bulk(work: Work): void {
  const file = h("input", {
    type: "file",
    id: "bulk-file",
    class: "unseen",
    accept: ".ndjson,.jsonl,.json,.txt",
  });
  const drop = h(
    "div",
    { class: "drop" },
    h("label", { for: "bulk-file", class: "button" }, "Choose an NDJSON file"),
    file,
    h("p", {}, "or drop one here: an input a line, as the form above makes it."),
    h(
      "button",
      { type: "button", class: "quiet", onclick: () => start() },
      `Try ${SAMPLE_LINES.toLocaleString("en")} sample lines`,
    ),
  );
  const report = h("div", { class: "report" });
  report.hidden = true;
  fill(byId("bulk"), h("div", { class: "panel" }, drop, report));

  let worker: Worker | undefined;
  let links: string[] = [];
  const stop = () => {
    worker?.terminate();
    worker = undefined;
  };
  const start = (given?: Blob) => {
    const job = work(SAMPLE_LINES);
    if (job === undefined) return announce("The account needs mending first");
    stop();
    for (const link of links) URL.revokeObjectURL(link);
    links = [];
    const view = reportView(report, stop);
    const { sample, ...rest } = job;
    worker = new Worker(new URL("bulk-worker.js", import.meta.url), { type: "module" });
    worker.addEventListener("message", ({ data }: MessageEvent<Progress>) => {
      links.push(...view.show(data));
      if (data.result) stop();
    });
    worker.addEventListener("error", () => view.fail());
    worker.postMessage({ ...rest, source: given ?? sample } satisfies Job);
  };
  file.addEventListener("change", () => {
    const [chosen] = file.files ?? [];
    if (chosen) start(chosen);
    // So that the same file can be chosen again.
    file.value = "";
  });
  for (const name of ["dragenter", "dragover"]) {
    drop.addEventListener(name, (event) => {
      event.preventDefault();
      drop.classList.add("over");
    });
  }
  drop.addEventListener("dragleave", () => drop.classList.remove("over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    drop.classList.remove("over");
    const [dropped] = event.dataTransfer?.files ?? [];
    if (dropped) start(dropped);
  });
}

interface View {
  /** The addresses it made. */
  show(progress: Progress): string[];
  fail(): void;
}

function reportView(report: HTMLElement, stop: () => void): View {
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
      counts.lines.textContent = (good + bad).toLocaleString("en");
      counts.good.textContent = good.toLocaleString("en");
      counts.bad.textContent = bad.toLocaleString("en");
      rows.append(...lines.flatMap(badRows));
      table.hidden = bad === 0;
      if (!result) return [];
      cancel.hidden = true;
      const said = `${(good + bad).toLocaleString("en")} lines read: ${good.toLocaleString("en")} requests, ${bad.toLocaleString("en")} refused.`;
      state.textContent = bad === 0 ? "Done: every line is a request." : "Done. Nothing was sent.";
      announce(said);
      const shown = new Set([...rows.querySelectorAll("th")].map((cell) => cell.textContent)).size;
      more.textContent =
        shown < bad ? `The first ${shown} of ${bad.toLocaleString("en")}; the result holds all.` : "";
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
      state.textContent = "This failed, and it is a fault of this page.";
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
