/** Many at once: a file of inputs, a line each; the work is done by a worker. */
import { announce } from "./announce.js";
import type { Job, Progress } from "./bulk-messages.js";
import { reportView } from "./bulk-report.js";
import { byId, fill, h } from "./dom.js";

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
    if (job === undefined) return announce("The account needs fixing first");
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
  // A file that is dropped beside it must not take the page's place.
  for (const name of ["dragover", "drop"]) {
    addEventListener(name, (event) => {
      if ((event as DragEvent).dataTransfer?.types.includes("Files")) event.preventDefault();
    });
  }
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
