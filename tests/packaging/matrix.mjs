// @ts-check
// Where the package runs: a row for each runtime, bundler and browser, a column for each entry. The checks run these
// cells and no others, `npm test` prints what became of them, and the README's table is written from the same rows.
import { say, seconds } from "../../scripts/lib/run.mjs";

/** The entries, as the README heads their columns. */
export const ENTRIES = {
  default: "`amends`",
  workerd: "its condition `workerd`",
  "edge-light": "its condition `edge-light`",
  slim: "`amends/slim`",
  js: "`amends/js`",
};
/** @typedef {keyof typeof ENTRIES} Entry */
/** @typedef {{ name: string, entries: readonly Entry[] }} Row */

/** @type {readonly Entry[]} */
const ALL = ["default", "slim", "js"];

/** What runs without a browser. */
export const RUNTIMES = /** @satisfies {readonly Row[]} */ ([
  { name: "Node, import", entries: ALL },
  { name: "Node, require", entries: ALL },
  { name: "Node, bundled by esbuild", entries: ALL },
  { name: "Node, server rendering by Vite", entries: ALL },
  { name: "Bun", entries: ALL },
  { name: "Deno", entries: ALL },
  { name: "workerd", entries: ["workerd", "edge-light", "slim", "js"] },
]);

/** Pages, opened in Chromium. */
export const PAGES = /** @satisfies {readonly Row[]} */ ([
  { name: "Chromium, ES modules as they are", entries: ALL },
  { name: "Chromium, Vite's dev server", entries: ALL },
  { name: "Chromium, Vite", entries: ALL },
  { name: "Chromium, webpack", entries: ALL },
  { name: "Chromium, Rollup", entries: ALL },
  { name: "Chromium, esbuild", entries: ALL },
  { name: "Chromium, classic script", entries: ALL },
  { name: "Chromium, strict CSP with 'wasm-unsafe-eval'", entries: ALL },
  { name: "Chromium, strict CSP", entries: ["js"] },
]);

/** The plain page, elsewhere. */
export const FIREFOX = /** @satisfies {readonly Row[]} */ ([
  { name: "Firefox, ES modules as they are", entries: ALL },
]);
export const WEBKIT = /** @satisfies {readonly Row[]} */ ([
  { name: "WebKit, ES modules as they are", entries: ALL },
]);

/** @type {readonly Row[]} */
export const ROWS = [...RUNTIMES, ...PAGES, ...FIREFOX, ...WEBKIT];

/** @type {Map<string, string>} */
const outcomes = new Map();
/** @param {string} name @param {string} entry */
const key = (name, entry) => `${name}\n${entry}`;

/**
 * Runs one cell: its own findings, and the refunds that arrived.
 * @param {Row} row @param {Entry} entry @param {import("../sandbox/server.mjs").Sandbox} sandbox
 * @param {(id: string) => Promise<string[]>} run resolves with what went wrong, given the id of the payment
 * @param {number} [requests] that this runtime sends
 * @returns {Promise<string[]>} the cell, if it failed
 */
export async function runCell(row, entry, sandbox, run, requests = 1) {
  const begun = Date.now();
  const id = `${row.name.replace(/\W+/g, "-")}-${entry}`.toLowerCase();
  const failures = await run(id).catch((error) => [error instanceof Error ? error.message : String(error)]);
  const sent = sandbox.requests.filter(({ path }) => path.includes(id)).length;
  if (sent !== requests) failures.push(`${sent} requests arrived, not ${requests}`);
  for (const failure of failures.slice(0, 5)) say(`   ${row.name}, ${entry}: ${failure}`);
  const outcome = failures.length > 0 ? "FAILED" : "ok";
  outcomes.set(key(row.name, entry), outcome);
  say(`   ${row.name}, ${entry}: ${outcome}, ${seconds(Date.now() - begun)}`);
  return outcome === "ok" ? [] : [`${row.name} (${entry})`];
}

/** What became of every cell in this run, as lines; none where no cell was run. */
export function table() {
  if (outcomes.size === 0) return [];
  const cells = ROWS.map(({ name, entries }) => [
    name,
    ...columns((entry) => (entries.includes(entry) ? (outcomes.get(key(name, entry)) ?? "left out") : "-")),
  ]);
  const rows = [["", ...columns((entry) => entry)], ...cells];
  const widths = columns((_, index) => Math.max(...rows.map((row) => row[index]?.length ?? 0)));
  const first = Math.max(...rows.map(([name = ""]) => name.length));
  return rows.map(([name = "", ...rest]) =>
    [name.padEnd(first), ...rest.map((cell, index) => cell.padEnd(widths[index] ?? 0))].join("  ").trimEnd(),
  );
}

/** @template T @param {(entry: Entry, index: number) => T} cell @returns {T[]} */
export function columns(cell) {
  return /** @type {Entry[]} */ (Object.keys(ENTRIES)).map((entry, index) => cell(entry, index + 1));
}
