// @ts-check
/** From measurements to the table: ratios, and what the project has set itself. */
import { SUBJECTS } from "./bundles.mjs";

/** @typedef {Record<string, Record<string, number[]>>} Samples nanoseconds by task and subject, one a round */
/** @typedef {{ task: string, cells: Record<string, number>, amends: string, measured?: string, bar?: string, goal?: string, verdict?: "goal" | "bar" | "MISSED" }} Row */

const PEERS = SUBJECTS.filter((name) => name !== "amends");

/** @param {number[]} values */
export function median(values) {
  const sorted = values.toSorted((left, right) => left - right);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? Number.NaN) + (sorted[Math.ceil(middle)] ?? Number.NaN)) / 2;
}

/** @param {number} nanoseconds */
function shown(nanoseconds) {
  const [value, unit] = nanoseconds >= 1e6 ? [nanoseconds / 1e6, "ms"] : [nanoseconds / 1e3, "µs"];
  return `${value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0)} ${unit}`;
}

/** @param {number} value @param {number} bar @param {number} goal @param {boolean} [more] more is better @returns {Row["verdict"]} */
function judge(value, bar, goal, more = false) {
  const holds = (/** @type {number} */ limit) => (more ? value >= limit : value <= limit);
  if (holds(goal)) return "goal";
  return holds(bar) ? "bar" : "MISSED";
}

/** @param {Samples} samples @returns {Row[]} */
export function timeRows(samples) {
  return Object.entries(samples).flatMap(([task, by]) => {
    const times = Object.fromEntries(Object.entries(by).map(([name, list]) => [name, median(list)]));
    const { amends = Number.NaN, zod = Number.NaN, native } = times;
    const cells = Object.fromEntries(Object.entries(times).map(([name, time]) => [name, amends / time]));
    const row = { task, cells, amends: shown(amends) };
    if (task === "bulk") {
      const fastest = Math.min(...PEERS.map((name) => times[name] ?? Number.NaN));
      return [
        {
          ...{ ...row, measured: `${(fastest / amends).toFixed(2)} × the fastest peer's speed` },
          ...{ bar: "3 ×", goal: "6 ×", verdict: judge(fastest / amends, 3, 6, true) },
        },
        ...(native === undefined
          ? []
          : [
              {
                ...{ task: "bulk, against native", cells: {}, amends: shown(amends) },
                measured: `${(native / amends).toFixed(2)} × native speed`,
                ...{ bar: "0.5 ×", goal: "0.8 ×", verdict: judge(native / amends, 0.5, 0.8, true) },
              },
            ]),
      ];
    }
    const measured = `${(amends / zod).toFixed(2)} × zod's time`;
    if (task === "cold start") {
      return { ...row, measured, bar: "1.0 ×", goal: "0.5 ×", verdict: judge(amends / zod, 1, 0.5) };
    }
    // How a refusal is told has no target of its own: it is told for comparison.
    if (task.startsWith("refused")) return row;
    return { ...row, measured, bar: "1.5 ×", goal: "1.0 ×", verdict: judge(amends / zod, 1.5, 1) };
  });
}

/** @param {Record<string, number>} sizes @returns {Row} */
export function sizeRow(sizes) {
  const { amends = Number.NaN } = sizes;
  const cells = Object.fromEntries(Object.entries(sizes).map(([name, size]) => [name, amends / size]));
  const measured = `${(amends / 1000).toFixed(1)} kB`;
  return {
    ...{ task: "download, brotli", cells, amends: measured, measured },
    ...{ bar: "45 kB", goal: "26 kB", verdict: judge(amends, 45_000, 26_000) },
  };
}

/** The heap's own noise, in bytes. */
const NOISE = 256 * 1024;

/** @param {Record<string, number>} grown @returns {Row} */
export function memoryRow({ wasm = Number.NaN, heap = Number.NaN, size = Number.NaN }) {
  const kilobytes = (/** @type {number} */ bytes) => `${(bytes / 1024).toFixed(0)} KiB`;
  return {
    ...{ task: "memory, 1,000,000 calls", cells: {}, amends: kilobytes(size) },
    measured: `wasm +${kilobytes(wasm)}, heap ${heap < 0 ? "" : "+"}${kilobytes(heap)}`,
    ...{ bar: "none", goal: "none", verdict: wasm === 0 && heap < NOISE ? "goal" : "MISSED" },
  };
}

/** A Markdown table, aligned for the terminal. @param {Row[]} rows @returns {string} */
export function table(rows) {
  const columns = [...PEERS, "native"];
  const head = ["task", "amends", ...columns.map((name) => `÷ ${name}`), "measured", "bar", "goal", "holds"];
  const lines = rows.map(({ task, cells, amends, measured = "", bar = "", goal = "", verdict = "" }) => [
    ...[task, amends, ...columns.map((name) => cells[name]?.toFixed(2) ?? "")],
    ...[measured, bar, goal, verdict === "MISSED" ? "**MISSED**" : verdict],
  ]);
  const widths = head.map((title, at) =>
    Math.max(...[head, ...lines].map((line) => line[at]?.length ?? 0), title.length),
  );
  const format = (/** @type {string[]} */ line) =>
    `| ${line.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join(" | ")} |`;
  const rule = `|${widths.map((width, at) => (at === 0 ? "-".repeat(width + 2) : `${"-".repeat(width + 1)}:`)).join("|")}|`;
  return [format(head), rule, ...lines.map(format)].join("\n");
}
