// @ts-check
/**
 * What a million calls leave behind, in bytes: of the module's memory, which never shrinks, and of the heap.
 * `node --expose-gc memory.mjs <bundle> <folder>`
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { watchMemory } from "./wasm-memory.mjs";

const CALLS = 1_000_000;
const [bundle = "", folder = ""] = process.argv.slice(2);
/** @type {import("./tasks.mjs").Tasks} */
const { accounts, requests, refused, outcomes } = JSON.parse(
  readFileSync(join(folder, "tasks.json"), "utf8"),
);
const wasmBytes = watchMemory();
const { connect } = await import(pathToFileURL(bundle).href);
const operations = Object.assign(
  {},
  ...Object.entries(accounts).map(([provider, account]) => connect(provider, account)),
);

const acts = [
  ...requests.map(
    ({ id, input }) =>
      () =>
        operations[id].request(input),
  ),
  ...refused.map(
    ({ id, input }) =>
      () =>
        operations[id].validate(input),
  ),
  ...outcomes.map(
    ({ id, response, input }) =>
      () =>
        operations[id].outcome(response, input),
  ),
];

/** @param {number} calls */
function use(calls) {
  for (let call = 0; call < calls; call += 1) acts[call % acts.length]?.();
}

function size() {
  const { gc } = globalThis;
  if (!gc) throw new Error("start it with --expose-gc");
  gc();
  return { wasm: wasmBytes(), heap: process.memoryUsage().heapUsed };
}

use(CALLS / 20);
const before = size();
use(CALLS);
const after = size();
console.log(
  JSON.stringify({ wasm: after.wasm - before.wasm, heap: after.heap - before.heap, size: after.wasm }),
);
