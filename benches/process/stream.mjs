// @ts-check
/**
 * So many bytes of NDJSON through `requestStream()`, in a process of its own: `stream.mjs <bundle> <bytes>`. The input
 * is one block again and again, cut where lines do not end; nothing is kept.
 */
import { pathToFileURL } from "node:url";
import { watchMemory } from "./wasm-memory.mjs";

const [bundle = "", size = ""] = process.argv.slice(2);
const wasmBytes = watchMemory();
const { connect } = await import(pathToFileURL(bundle).href);
const operation = connect("worldpay", { environment: "try" })["worldpay.partialRefund"];

/** The lines that `native.rs` makes, too: every twentieth is refused. */
const LINES = 5000;
const CHUNK = 60_000;
const block = new TextEncoder().encode(
  Array.from({ length: LINES }, (_, line) => {
    const value = { currency: "GBP", amount: line % 20 === 7 ? 0 : 250 };
    return `${JSON.stringify({ linkData: `eyJrIjoiazNhYjYzMiJ9%3D%3D.${line}%3Alast`, reference: `refund-${line}`, value })}\n`;
  }).join(""),
);
const blocks = Math.max(1, Math.round(Number(size) / block.length));

function* input() {
  for (let number = 0; number < blocks; number += 1) {
    for (let from = 0; from < block.length; from += CHUNK) yield block.subarray(from, from + CHUNK);
  }
}

const begun = performance.now();
let lines = 0;
let written = 0;
const source = /** @type {any} */ (ReadableStream).from(input());
for await (const chunk of source.pipeThrough(operation.requestStream())) {
  written += chunk.length;
  for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) lines += 1;
}
const seconds = (performance.now() - begun) / 1000;

if (lines !== blocks * LINES) throw new Error(`${lines} lines came of ${blocks * LINES}`);
const read = blocks * block.length;
// In kilobytes everywhere.
const rss = process.resourceUsage().maxRSS * 1024;
console.log(JSON.stringify({ lines, read, written, seconds, rss, wasm: wasmBytes() }));
