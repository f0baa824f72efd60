// @ts-check
// The packed package, installed in a project and run in every runtime, once for each entry it can load.
import { execFile } from "node:child_process";
import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { promisify } from "node:util";
import { root, StepError } from "../../scripts/lib/run.mjs";
import { readVectors } from "../js/read-vectors.mjs";
import { demoCredentials, startSandbox } from "../sandbox/server.mjs";
import { RUNTIMES, runCell } from "./matrix.mjs";
import { bundle, makeProject, program, project, specifier, tool, tools, write } from "./project.mjs";

/** @typedef {import("./matrix.mjs").Entry} Entry */
/** @typedef {{ id: string, port: string }} Run the id of the payment, the sandbox's port */
/** @typedef {(entry: Entry, run: Run) => Promise<string>} Start resolves with what was printed */

const REPORT = `console.log(JSON.stringify(failures));\n`;

/** @param {Entry} entry @param {Run} run @param {string} start what gives the slim entry its module */
function script(entry, { id }, start) {
  return `import * as amends from "${specifier(entry)}";
${entry === "slim" ? start : ""}
import data from "./data.mjs";
import { run } from "./packaging/case.mjs";
const check = () => run(amends, data, ${JSON.stringify(id)});
`;
}

const READ = `import { readFileSync } from "node:fs";
await amends.init(readFileSync(new URL(import.meta.resolve("amends/amends.wasm"))));`;

/** @param {Entry} entry @param {Run} run */
function module(entry, run) {
  return write(`${run.id}.mjs`, `${script(entry, run, READ)}const failures = await check();\n${REPORT}`);
}

/** @type {Record<(typeof RUNTIMES)[number]["name"], Start>} */
const STARTS = {
  "Node, import": (entry, run) => exec(process.execPath, [module(entry, run)]),
  "Node, require": (entry, run) => {
    const start = `amends.initSync(require("node:fs").readFileSync(require.resolve("amends/amends.wasm")));`;
    const code = `const amends = require("${specifier(entry)}");
${entry === "slim" ? start : ""}
const { run } = require("./packaging/case.mjs");
run(amends, require("./data.mjs").default, ${JSON.stringify(run.id)}).then((failures) => { ${REPORT} });`;
    return exec(process.execPath, [write(`${run.id}.cjs`, code)]);
  },
  "Node, bundled by esbuild": async (entry, run) => {
    const start = `import bytes from "amends/amends.wasm";\namends.initSync(bytes);`;
    const code = `${script(entry, run, start)}const failures = await check();\n${REPORT}`;
    const folder = bundled(run);
    await bundle(write(`${run.id}.mjs`, code), folder, { platform: "node", loader: { ".wasm": "binary" } });
    return exec(process.execPath, [join(folder, "main.js")]);
  },
  "Node, server rendering by Vite": renderOnServer,
  Bun: (entry, run) => exec(program("@oven", "bin/bun"), [module(entry, run)]),
  Deno: (entry, run) => {
    const allowed = [`--allow-net=127.0.0.1:${run.port}`];
    if (entry === "slim") allowed.push(`--allow-read=${join(project, "node_modules", "amends")}`);
    const options = ["--no-prompt", "--no-remote", "--no-lock", "--node-modules-dir=manual", ...allowed];
    return exec(program("@deno", "deno"), ["run", ...options, module(entry, run)]);
  },
  workerd: inWorkerd,
};

/** What a server does with a page whose browser is to make the requests: it imports the package, and no more. */
const RENDERS = /** @type {readonly string[]} */ (["Node, server rendering by Vite"]);

/** @type {Start} */
async function renderOnServer(entry, run) {
  const page = `import * as amends from "${specifier(entry)}";\nexport const render = () => Object.keys(amends);\n`;
  const outDir = bundled(run);
  const { build } = await tool("vite");
  await build({
    ...{ root: project, configFile: false, logLevel: "warn", ssr: { noExternal: true } },
    build: {
      ...{ ssr: write(`${run.id}.mjs`, page), outDir, emptyOutDir: true, target: "es2022" },
      rollupOptions: { output: { entryFileNames: "page.mjs" } },
    },
  });
  // A core that starts takes WebAssembly, or memory.
  const server = `const failures = [];
const used = (name) => new Proxy(globalThis[name], {
  get(target, key) { failures.push(\`\${name}.\${String(key)} was used\`); return Reflect.get(target, key); },
  construct(...all) { failures.push(\`a new \${name} was made\`); return Reflect.construct(...all); },
});
for (const name of ["WebAssembly", "ArrayBuffer"]) globalThis[name] = used(name);
const { render } = await import(${JSON.stringify(join(outDir, "page.mjs"))});
if (!render().includes("worldpay")) failures.push("the page was not rendered");
${REPORT}`;
  return exec(process.execPath, [write(`${run.id}-server.mjs`, server)]);
}

/** Bundles as wrangler does: the .wasm stays a file, which the runtime hands over as a module. @type {Start} */
async function inWorkerd(entry, run) {
  const start = `import module from "amends/amends.wasm";\namends.initSync(module);`;
  const code = `${script(entry, run, start)}
export default { async fetch() { return Response.json(await check()); } };`;
  const folder = bundled(run);
  await bundle(write(`${run.id}.mjs`, code), folder, {
    conditions: [entry === "edge-light" ? entry : "workerd"],
    outExtension: { ".js": ".mjs" },
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
      { type: "ESModule", path: join(folder, "main.mjs") },
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

/** @param {Run} run */
function bundled({ id }) {
  return join(root, "target", "runtimes-bundled", id);
}

/** @param {string} command @param {string[]} args */
async function exec(command, args) {
  const { stdout } = await promisify(execFile)(command, args, { cwd: project, timeout: 60_000 });
  return stdout;
}

/** Runs everything; a line a cell. */
export async function checkRuntimes() {
  await makeProject();
  const sandbox = await startSandbox();
  try {
    const { accessToken } = demoCredentials.simpleps;
    const data = { vectors: readVectors(), baseUrl: `${sandbox.url}/simpleps`, accessToken };
    write("data.mjs", `export default ${JSON.stringify(data)};\n`);
    const { port } = new URL(sandbox.url);
    const failed = [];
    for (const row of RUNTIMES) {
      const start = STARTS[row.name];
      const cells = row.entries.map((entry) =>
        runCell(
          row,
          entry,
          sandbox,
          async (id) => JSON.parse(await start(entry, { id, port })),
          RENDERS.includes(row.name) ? 0 : 1,
        ),
      );
      failed.push(...(await Promise.all(cells)).flat());
    }
    if (failed.length > 0) throw new StepError(`the package does not work in ${failed.join(", ")}`);
  } finally {
    await sandbox.close();
  }
}
