// @ts-check
// The packed package, installed in a project and run in every runtime, once for each entry it can load.
import { execFile } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { promisify } from "node:util";
import { root, StepError, say, seconds, step } from "../../scripts/lib/run.mjs";
import { digest, readStamp, writeStamp } from "../../scripts/lib/stamps.mjs";
import { readVectors } from "../js/read-vectors.mjs";
import { demoCredentials, startSandbox } from "../sandbox/server.mjs";
import { npm, pack } from "./packed.mjs";

/**
 * Bun, Deno and workerd are 350 MB, the bundlers another 60. They are no devDependencies, so that the build and the
 * demo of a fresh clone do not wait for them; only the checks that use them install them, once.
 */
export const tools = join(root, "target", "runtimes");
export const project = join(root, "target", "runtimes-project");

const ENTRIES = /** @type {const} */ (["default", "workerd", "edge-light", "slim"]);
/** @typedef {(typeof ENTRIES)[number]} Entry */
/** @typedef {{ id: string, port: string }} Run the id of the payment, the sandbox's port */
/** @typedef {(entry: Entry, run: Run) => Promise<string>} Start resolves with what was printed */

const REPORT = `console.log(JSON.stringify(failures));\n`;
/** @param {Run} run */
const common = ({ id }) => `import data from "./data.mjs";
import { run } from "./packaging/case.mjs";
const check = (amends) => run(amends, data, ${JSON.stringify(id)});
`;

/** @type {{ name: string, entries: Entry[], start: Start }[]} */
const RUNTIMES = [
  {
    name: "Node, import",
    entries: ["default", "slim"],
    start: (entry, run) => exec(process.execPath, [write(run, "mjs", script(entry, run))]),
  },
  {
    name: "Node, require",
    entries: ["default", "slim"],
    start: (entry, run) => {
      const load =
        entry === "default"
          ? `const amends = require("amends");`
          : `const amends = require("amends/slim");
amends.initSync(require("node:fs").readFileSync(require.resolve("amends/amends.wasm")));`;
      const code = `${load}
const { run } = require("./packaging/case.mjs");
run(amends, require("./data.mjs").default, ${JSON.stringify(run.id)}).then((failures) => { ${REPORT} });`;
      return exec(process.execPath, [write(run, "cjs", code)]);
    },
  },
  {
    name: "Node, esbuild",
    entries: ["default", "slim"],
    start: async (entry, run) => {
      const load =
        entry === "default"
          ? `import * as amends from "amends";`
          : `import * as amends from "amends/slim";
import bytes from "amends/amends.wasm";
amends.initSync(bytes);`;
      const code = `${load}\n${common(run)}const failures = await check(amends);\n${REPORT}`;
      const folder = await bundle(run, code, { platform: "node", loader: { ".wasm": "binary" } });
      return exec(process.execPath, [join(folder, `${run.id}.mjs`)], folder);
    },
  },
  {
    name: "Bun",
    entries: ["default", "slim"],
    start: (entry, run) => exec(program("@oven", "bin/bun"), [write(run, "mjs", script(entry, run))]),
  },
  {
    name: "Deno",
    entries: ["default", "slim"],
    start: (entry, run) => {
      const allowed = [`--allow-net=127.0.0.1:${run.port}`];
      if (entry === "slim") allowed.push(`--allow-read=${join(project, "node_modules", "amends")}`);
      const options = ["--no-prompt", "--no-remote", "--no-lock", "--node-modules-dir=manual", ...allowed];
      return exec(program("@deno", "deno"), ["run", ...options, write(run, "mjs", script(entry, run))]);
    },
  },
  { name: "workerd", entries: ["workerd", "edge-light", "slim"], start: inWorkerd },
];

/** @param {Entry} entry @param {Run} run */
function script(entry, run) {
  const load =
    entry === "default"
      ? `import * as amends from "amends";`
      : `import * as amends from "amends/slim";
import { readFileSync } from "node:fs";
await amends.init(readFileSync(new URL(import.meta.resolve("amends/amends.wasm"))));`;
  return `${load}\n${common(run)}const failures = await check(amends);\n${REPORT}`;
}

/** Bundles as wrangler does: the .wasm stays a file, which the runtime hands over as a module. @type {Start} */
async function inWorkerd(entry, run) {
  const load =
    entry === "slim"
      ? `import * as amends from "amends/slim";
import module from "amends/amends.wasm";
amends.initSync(module);`
      : `import * as amends from "amends";`;
  const code = `${load}\n${common(run)}
export default { async fetch() { return Response.json(await check(amends)); } };`;
  const folder = await bundle(run, code, {
    conditions: entry === "slim" ? ["workerd"] : [entry],
    loader: { ".wasm": "copy" },
    plugins: [
      {
        name: "?module",
        setup: ({ onResolve }) =>
          onResolve({ filter: /\.wasm\?module$/ }, ({ path, resolveDir }) => ({
            path: join(resolveDir, path.slice(0, -"?module".length)),
          })),
      },
    ],
  });
  const { Miniflare, Log, LogLevel } = createRequire(join(tools, "package.json"))("miniflare");
  const wasm = readdirSync(folder).filter((name) => name.endsWith(".wasm"));
  const worker = new Miniflare({
    modulesRoot: folder,
    modules: [
      { type: "ESModule", path: join(folder, `${run.id}.mjs`) },
      ...wasm.map((name) => ({ type: "CompiledWasm", path: join(folder, name) })),
    ],
    compatibilityDate: "2025-12-01",
    cf: false,
    log: new Log(LogLevel.ERROR),
  });
  try {
    return await (await worker.dispatchFetch("http://worker.test/")).text();
  } finally {
    await worker.dispose();
  }
}

/** @param {Run} run @param {string} code @param {import("esbuild").BuildOptions} options @returns {Promise<string>} */
async function bundle(run, code, options) {
  const { build } = await import("esbuild");
  const outdir = join(root, "target", "runtimes-bundled", run.id);
  rmSync(outdir, { recursive: true, force: true });
  await build({
    entryPoints: [write(run, "mjs", code)],
    ...{
      bundle: true,
      format: "esm",
      minify: true,
      outdir,
      outExtension: { ".js": ".mjs" },
      target: "es2022",
    },
    logLevel: "warning",
    ...options,
  });
  return outdir;
}

/** @param {Run} run @param {string} extension @param {string} code */
export function write({ id }, extension, code) {
  const path = join(project, `${id}.${extension}`);
  writeFileSync(path, code);
  return path;
}

/** @param {string} command @param {string[]} args */
async function exec(command, args, cwd = project) {
  const { stdout } = await promisify(execFile)(command, args, { cwd, timeout: 60_000 });
  return stdout;
}

/** The packages hold one program for each platform; npm installs those that may run here. @param {string} scope @param {string} path */
export function program(scope, path) {
  const folder = join(tools, "node_modules", scope);
  const suffix = process.platform === "win32" ? ".exe" : "";
  const found = (existsSync(folder) ? readdirSync(folder) : [])
    .map((name) => join(folder, name, `${path}${suffix}`))
    .filter((file) => existsSync(file));
  // Where there is one for musl as well, it comes last in the alphabet.
  if (!found[0]) throw new StepError(`${scope} has no program for ${process.platform} ${process.arch}`);
  return found[0];
}

export async function installTools() {
  const names = ["package.json", "package-lock.json"].map((name) => `tests/packaging/runtimes/${name}`);
  const wanted = digest(names, [process.platform, process.arch]);
  if (readStamp("runtimes") === wanted && existsSync(join(tools, "node_modules"))) return;
  mkdirSync(tools, { recursive: true });
  for (const name of names) {
    copyFileSync(join(root, name), join(tools, basename(name)));
  }
  const cli = process.env.npm_execpath;
  const [command, first] = cli?.endsWith(".js") ? [process.execPath, [cli]] : ["npm", []];
  const args = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", tools];
  await step("npm ci, runtimes and bundlers (once, 400 MB)", command, [...first, ...args], {
    todo: "Bun, Deno, workerd and the bundlers could not be installed: check the network and the registry, then run this again",
  });
  writeStamp("runtimes", wanted);
}

/** @param {string} archive @param {object} data */
export function makeProject(archive, data) {
  rmSync(project, { recursive: true, force: true });
  mkdirSync(project, { recursive: true });
  writeFileSync(join(project, "package.json"), JSON.stringify({ name: "project", private: true }));
  npm(["install", "--offline", "--no-audit", "--no-fund", "--ignore-scripts", archive], project);
  for (const path of ["js/run-vectors.mjs", "packaging/case.mjs"]) {
    mkdirSync(dirname(join(project, path)), { recursive: true });
    copyFileSync(join(root, "tests", path), join(project, path));
  }
  writeFileSync(join(project, "data.mjs"), `export default ${JSON.stringify(data)};\n`);
}

/** Runs everything and prints a table, a line a runtime. */
export async function checkRuntimes() {
  const archive = await pack();
  await installTools();
  const sandbox = await startSandbox();
  try {
    const { accessToken } = demoCredentials.simpleps;
    const baseUrl = `${sandbox.url}/simpleps`;
    makeProject(archive, { vectors: readVectors(), baseUrl, accessToken });
    const { port } = new URL(sandbox.url);
    const width = 16;
    const rows = [["", ...ENTRIES].map((cell) => cell.padEnd(width)).join("")];
    const failed = [];
    for (const { name, entries, start } of RUNTIMES) {
      const cells = [name];
      for (const entry of ENTRIES) {
        if (!entries.includes(entry)) {
          cells.push("-");
          continue;
        }
        const run = { id: `${name.replace(/\W+/g, "-")}-${entry}`.toLowerCase(), port };
        const begun = Date.now();
        const failures = await attempt(() => start(entry, run));
        const sent = sandbox.requests.filter(({ path }) => path.includes(run.id)).length;
        if (sent !== 1) failures.push(`${sent} requests arrived, not 1`);
        for (const failure of failures.slice(0, 5)) say(`   ${name}, ${entry}: ${failure}`);
        if (failures.length > 0) failed.push(`${name} (${entry})`);
        cells.push(failures.length > 0 ? "FAILED" : `ok, ${seconds(Date.now() - begun)}`);
      }
      rows.push(cells.map((cell) => cell.padEnd(width)).join(""));
    }
    for (const row of rows) say(`   ${row.trimEnd()}`);
    if (failed.length > 0) throw new StepError(`the package does not work in ${failed.join(", ")}`);
  } finally {
    await sandbox.close();
  }
}

/** @param {() => Promise<string>} start @returns {Promise<string[]>} */
async function attempt(start) {
  try {
    return JSON.parse(await start());
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}
