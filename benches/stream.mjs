// @ts-check
/**
 * `npm run bench:stream`, `-- --size=1GB`: NDJSON of any size through `requestStream()`, and through the iterator of
 * the same Rust natively. Fails when memory grows with the size.
 */
import { join } from "node:path";
import { ensureBuilt } from "../scripts/build.mjs";
import { root, StepError, say, script } from "../scripts/lib/run.mjs";
import { bundleOf, installPeers, makeBundles } from "./lib/bundles.mjs";
import { measured, nativeProgram } from "./lib/programs.mjs";

const UNITS = { "": 1, kB: 1e3, MB: 1e6, GB: 1e9 };
/** How much smaller the run is that the whole one is compared with. */
const SMALL = 16;
/** What an engine's heap may be larger by chance, in bytes. */
const CHANCE = 64e6;

await script(async () => {
  const size = sizeOf(process.argv.slice(2));
  await ensureBuilt();
  await installPeers();
  await makeBundles();
  const native = await nativeProgram();
  const program = join(root, "benches/process/stream.mjs");
  const ways = [
    {
      name: `requestStream(), Node ${process.versions.node}`,
      run: (/** @type {number} */ bytes) =>
        measured(process.execPath, [program, bundleOf("amends"), String(bytes)]),
    },
    {
      name: "natively, an iterator over BufRead",
      run: (/** @type {number} */ bytes) => measured(native, ["stream", String(bytes)]),
    },
  ];
  const growing = [];
  for (const { name, run } of ways) {
    const small = run(size / SMALL);
    const whole = run(size);
    say(`${name}\n  ${shown(small)}\n  ${shown(whole)}`);
    if (grew(small, whole)) growing.push(name);
  }
  if (growing.length > 0) throw new StepError(`memory grows with the size: ${growing.join("; ")}`);
  say(`Memory is the same for ${megabytes(size / SMALL)} and ${megabytes(size)}.`);
});

/** @param {Record<string, number>} small @param {Record<string, number>} whole */
function grew(small, whole) {
  const { rss = 0, wasm = 0 } = whole;
  return rss > (small.rss ?? 0) + CHANCE || wasm > (small.wasm ?? 0);
}

/** @param {number} bytes */
function megabytes(bytes) {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

/** @param {Record<string, number>} run */
function shown({ lines = 0, read = 0, seconds = Number.NaN, rss, wasm }) {
  return [
    `${megabytes(read)}: ${Math.round(lines / seconds)} lines/s`,
    `${(read / 1e6 / seconds).toFixed(1)} MB/s`,
    rss === undefined ? "peak memory not known here" : `peak memory ${megabytes(rss)}`,
    ...(wasm === undefined ? [] : [`WebAssembly memory ${megabytes(wasm)}`]),
  ].join(", ");
}

/** @param {string[]} given */
function sizeOf(given) {
  let size = 1e9;
  for (const option of given) {
    const [, number, unit = ""] = /^--size=(\d+(?:\.\d+)?)(kB|MB|GB)?$/.exec(option) ?? [];
    if (number === undefined) throw new StepError(`unknown option ${option}: \`--size=1GB\``);
    size = Number(number) * UNITS[/** @type {keyof typeof UNITS} */ (unit)];
  }
  return size;
}
