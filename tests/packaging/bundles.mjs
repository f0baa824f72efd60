// @ts-check
// The packed package, bundled for a browser as its users do, and opened in Chromium: the golden vectors in the page.
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { basename, extname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { ask, root, StepError, say, seconds } from "../../scripts/lib/run.mjs";
import { readVectors } from "../js/read-vectors.mjs";
import { pack } from "./packed.mjs";
import { installTools, makeProject, project, tools, write } from "./runtimes.mjs";

const output = join(root, "target", "bundles");
const TYPES = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".wasm": "application/wasm",
};

/** @param {string} load the statements that make `amends` */
const page = (load) => `${load}
import data from "./data.mjs";
import { runVectors } from "./js/run-vectors.mjs";
globalThis.failures = runVectors(amends, data.vectors);
`;
const full = `import * as amends from "amends";`;
/** @param {string} start */
const slim = (start) => `import * as amends from "amends/slim";\n${start}`;

/** @param {string} name */
const tool = (name) => import(pathToFileURL(createRequire(join(tools, "package.json")).resolve(name)).href);

/** @typedef {{ url: string, close: () => Promise<void> }} Served */
/** @type {Record<string, { code: string, build: (entry: string, folder: string) => Promise<void | Served> }>} */
const BUNDLES = {
  "vite-default": { code: page(full), build: vite },
  "vite-slim": {
    code: page(slim(`import url from "amends/amends.wasm?url";\nawait amends.init(fetch(url));`)),
    build: vite,
  },
  "vite-dev-default": { code: page(full), build: viteDev },
  "webpack-default": { code: page(full), build: webpack },
  "webpack-slim": {
    code: page(slim(`await amends.init(fetch(new URL("amends/amends.wasm", import.meta.url)));`)),
    build: webpack,
  },
  "rollup-default": { code: page(full), build: rollup },
};

/** @param {string} entry @param {string} folder */
async function vite(entry, folder) {
  const { build } = await tool("vite");
  await build({
    ...{ root: project, configFile: false, logLevel: "warn", base: "./" },
    build: {
      ...{ outDir: folder, emptyOutDir: true, target: "es2022", chunkSizeWarningLimit: 10_000 },
      rollupOptions: { input: entry, output: { entryFileNames: "main.js" } },
    },
  });
}

/** The development server, which bundles dependencies but not the page. @param {string} entry @returns {Promise<Served>} */
async function viteDev(entry) {
  const { createServer } = await tool("vite");
  const html = `<!doctype html><script type="module" src="/${basename(entry)}"></script>`;
  writeFileSync(join(project, "index.html"), html);
  const server = await createServer({
    ...{ root: project, configFile: false, logLevel: "warn" },
    server: { host: "127.0.0.1", port: 0, hmr: false, ws: false },
  });
  await server.listen();
  return { url: server.resolvedUrls.local[0], close: () => server.close() };
}

/** @param {string} entry @param {string} path */
async function webpack(entry, path) {
  const { default: webpack } = await tool("webpack");
  const options = {
    ...{ mode: "production", context: project, entry, performance: false },
    ...{
      output: { path, filename: "main.js", clean: true, module: true },
      experiments: { outputModule: true },
    },
  };
  await new Promise((resolve, reject) => {
    webpack(options, (/** @type {Error | null} */ error, /** @type {any} */ stats) => {
      if (error) reject(error);
      else if (stats.hasErrors() || stats.hasWarnings()) reject(new Error(stats.toString("errors-warnings")));
      else resolve(undefined);
    });
  });
}

/** @param {string} input @param {string} dir */
async function rollup(input, dir) {
  const { rollup } = await tool("rollup");
  const { nodeResolve } = await tool("@rollup/plugin-node-resolve");
  const bundle = await rollup({ input, plugins: [nodeResolve({ browser: true })] });
  await bundle.write({ dir, entryFileNames: "main.js", inlineDynamicImports: true });
  await bundle.close();
}

/** The system's Chromium, or the one that CHROMIUM names. */
function browser() {
  const names = ["chromium", "chromium-browser", "google-chrome"];
  const found = process.env.CHROMIUM ?? names.map((name) => ask("which", [name]).stdout).find((path) => path);
  if (!found) throw new StepError("there is no Chromium: install it, or name its program in CHROMIUM");
  return found;
}

/** Bundles and opens everything; a line a bundle. */
export async function checkBundles() {
  const archive = await pack();
  await installTools();
  makeProject(archive, { vectors: readVectors() });
  const server = createServer(({ url = "/" }, response) => {
    const path = new URL(url, "http://page.test").pathname;
    try {
      const body = path.endsWith("/")
        ? '<!doctype html><script type="module" src="main.js"></script>'
        : readFileSync(join(output, path));
      const type = /** @type {Record<string, string>} */ (TYPES)[extname(path) || ".html"] ?? "text/plain";
      response.setHeader("Content-Type", type).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  const args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"];
  const opened = await chromium.launch({ executablePath: browser(), args });
  const failed = [];
  try {
    for (const [name, { code, build }] of Object.entries(BUNDLES)) {
      const begun = Date.now();
      /** @type {string[]} */
      let failures;
      try {
        const served = await build(write({ id: name, port: "" }, "mjs", code), join(output, name));
        failures = await open(opened, served?.url ?? `http://127.0.0.1:${port}/${name}/`);
        await served?.close();
      } catch (error) {
        failures = [error instanceof Error ? error.message : String(error)];
      }
      for (const failure of failures.slice(0, 5)) say(`   ${name}: ${failure}`);
      if (failures.length > 0) failed.push(name);
      say(`   ${name.padEnd(18)}${failures.length > 0 ? "FAILED" : "ok"}, ${seconds(Date.now() - begun)}`);
    }
  } finally {
    await opened.close();
    server.close();
  }
  if (failed.length > 0) throw new StepError(`these bundles do not work in Chromium: ${failed.join(", ")}`);
}

/** @param {import("playwright-core").Browser} opened @param {string} url @returns {Promise<string[]>} */
async function open(opened, url) {
  const page = await opened.newPage();
  try {
    /** @type {string[]} */
    const errors = [];
    page.on("pageerror", (error) => errors.push(error.message));
    await page.goto(url);
    const done = page.waitForFunction("globalThis.failures !== undefined", undefined, { timeout: 20_000 });
    const failures = /** @type {string[]} */ (
      await done.then(() => page.evaluate("globalThis.failures")).catch((error) => [error.message])
    );
    return [...errors, ...failures];
  } finally {
    await page.close();
  }
}
