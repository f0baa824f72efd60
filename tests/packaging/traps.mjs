// @ts-check
// A trap never poisons: the packed package with a module that can be made to trap, in every kind of runtime, once for
// each entry it can load.
import { execFile } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { bundle } from "../../scripts/build.mjs";
import { pack } from "../../scripts/lib/pack.mjs";
import { root, StepError, say, seconds } from "../../scripts/lib/run.mjs";
import { digest, files } from "../../scripts/lib/stamps.mjs";
import { asText } from "../../scripts/lib/text.mjs";
import { install } from "./packed.mjs";
import { withPage } from "./page.mjs";
import { installTools } from "./project.mjs";
import { trapping } from "./trapping.mjs";
import { openWorker } from "./worker.mjs";

const { WebAssembly } = /** @type {any} */ (globalThis);
const project = join(root, "target", "traps");
const CASE = join(root, "tests", "packaging", "trap-case.mjs");

const FULL = { load: `import * as amends from "amends";`, start: 'amends.money.exponent("GBP")' };
/** @param {string} load what makes `wasm` */
const slim = (load) => ({
  load: `import * as amends from "amends/slim";\n${load}`,
  start: '[amends.initSync(wasm), amends.money.exponent("GBP")]',
});

/** @type {Record<string, { load: string, start: string, run: (entry: string, name: string) => Promise<string[]> }>} */
const RUNS = {
  "Node, default": { ...FULL, run: inNode },
  "Node, slim": {
    ...slim(`import { readFileSync } from "node:fs";
const wasm = readFileSync(new URL(import.meta.resolve("amends/amends.wasm")));`),
    run: inNode,
  },
  "workerd, workerd": { ...FULL, run: inWorkerd("workerd") },
  "workerd, edge-light": { ...FULL, run: inWorkerd("edge-light") },
  "workerd, slim": { ...slim(`import wasm from "amends/amends.wasm";`), run: inWorkerd("workerd") },
  "Chromium, default": { ...FULL, run: inChromium },
  "Chromium, slim": {
    ...slim(`import url from "amends/amends.wasm";
const wasm = await WebAssembly.compileStreaming(fetch(url));`),
    run: inChromium,
  },
};

/** Runs everything; a line a runtime and entry. */
export async function checkTraps() {
  const archive = await pack();
  await installTools();
  const shipped = digest(files("dist"), []);
  install(archive, project);
  await patch(join(project, "node_modules", "amends", "dist"));

  const failed = [];
  for (const [name, { load, start, run }] of Object.entries(RUNS)) {
    const id = name.toLowerCase().replace(/\W+/g, "-");
    const entry = join(project, `${id}.mjs`);
    const check = `import { run } from ${JSON.stringify(CASE)};`;
    writeFileSync(entry, `${check}\n${load}\nexport const failures = () => run(amends, () => ${start});\n`);
    const begun = Date.now();
    const failures = await run(entry, id).catch((error) => [String(error)]);
    say(`   ${name.padEnd(20)} ${failures.length > 0 ? "FAILED" : `ok, ${seconds(Date.now() - begun)}`}`);
    for (const failure of failures.slice(0, 5)) say(`     ${failure}`);
    if (failures.length > 0) failed.push(name);
  }
  if (failed.length > 0) throw new StepError(`a trap leaves its mark in ${failed.join("; ")}`);
  if (digest(files("dist"), []) !== shipped) throw new StepError("dist/ is not what it was before the traps");
}

/** Puts the module that traps in the place of the one that ships. @param {string} dist of the installed package */
async function patch(dist) {
  const path = join(dist, "amends.wasm");
  const wasm = readFileSync(path);
  if (traps(wasm)) throw new StepError("the module that ships can be made to trap");
  const patched = trapping(wasm);
  if (!traps(patched)) throw new StepError("the module that is tested cannot be made to trap");
  writeFileSync(path, patched);
  for (const name of files("target/traps/node_modules/amends/dist")) {
    if (name.endsWith(".js")) rmSync(join(root, name));
  }
  const { code: contents } = await asText(patched);
  const swap = {
    name: "the module that traps",
    setup: (/** @type {import("esbuild").PluginBuild} */ { onLoad }) =>
      onLoad({ filter: /[\\/]generated[\\/](bytes|fast)\.js$/ }, () => ({ contents })),
  };
  await bundle(dist, [swap]);
}

/** @param {Uint8Array<ArrayBuffer>} wasm */
function traps(wasm) {
  /** @type {{ name: string }[]} */
  const exported = WebAssembly.Module.exports(new WebAssembly.Module(wasm));
  return exported.some(({ name }) => name === "trap");
}

/** @param {string} entry */
async function inNode(entry) {
  const code = `import { failures } from ${JSON.stringify(entry)};\nconsole.log(JSON.stringify(await failures()));`;
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", code]);
  return JSON.parse(stdout);
}

/** @param {string} condition @returns {(entry: string, id: string) => Promise<string[]>} */
function inWorkerd(condition) {
  return async (entry, id) => {
    const main = `${entry.slice(0, -".mjs".length)}-worker.mjs`;
    const code = `import { failures } from ${JSON.stringify(entry)};
export default { async fetch() { return Response.json(await failures()); } };`;
    writeFileSync(main, code);
    const worker = await openWorker(main, join(project, "bundled", id), { conditions: [condition] });
    try {
      return JSON.parse(await (await worker.fetch("/")).text());
    } finally {
      await worker.close();
    }
  };
}

/** @param {string} entry @param {string} id @returns {Promise<string[]>} */
function inChromium(entry, id) {
  const main = `${entry.slice(0, -".mjs".length)}-page.mjs`;
  writeFileSync(
    main,
    `import { failures } from ${JSON.stringify(entry)};\nglobalThis.failures = failures();`,
  );
  return withPage(main, join(project, "bundled", id), async (page) => {
    await page.waitForFunction("globalThis.failures");
    return page.evaluate("globalThis.failures");
  });
}
