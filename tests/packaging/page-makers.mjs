// @ts-check
// How users make pages with the package: each tool's way, and each policy that a page may have.
import { copyFileSync, mkdirSync } from "node:fs";
import { basename, join } from "node:path";
import { bundle, project, specifier, tool, write } from "./project.mjs";

/** @typedef {import("./matrix.mjs").Entry} Entry */
/** @typedef {import("./page-server.mjs").Page} Page */
/** @typedef {{ entry: Entry, id: string, output: string }} Job `output`: a folder for what is built */
/** @typedef {(job: Job, server: import("./page-server.mjs").PageServer) => Promise<Page>} Make */

/** What gives the slim entry its module: from where the tool puts the file, or where its user does. */
const FETCHED = "() => amends.init(fetch(wasm))";
const COPIED = `() => amends.init(fetch("amends.wasm"))`;

/**
 * The page's script.
 * @param {Job} job @param {string} start what gives the slim entry its module @param {string} [wasm] where that is
 * @returns {string} its path
 */
function script({ entry, id }, start, wasm) {
  const slim = entry === "slim";
  const code = `${slim && wasm ? `import wasm from "${wasm}";\n` : ""}import * as amends from "${specifier(entry)}";
import { report } from "./packaging/in-page.mjs";
report(amends, "${id}", ${slim ? start : undefined});
`;
  return write(`${id}.mjs`, code);
}

/** @param {string} element that loads the page's code */
function html(element) {
  return `<!doctype html><meta charset="utf-8"><title>amends</title><script src="/watch.js"></script>${element}`;
}

const MODULE = html('<script type="module" src="main.js"></script>');

/** @param {string} output */
function copyWasm(output) {
  mkdirSync(output, { recursive: true });
  copyFileSync(join(project, "node_modules/amends/dist/amends.wasm"), join(output, "amends.wasm"));
}

/** @type {Make} */
export const plain = async (job) => {
  const dist = "./node_modules/amends/dist/";
  const imports = { amends: `${dist}index.js`, "amends/slim": `${dist}slim.js`, "amends/js": `${dist}js.js` };
  const start = `() => amends.init(fetch("${dist}amends.wasm"))`;
  const map = `<script type="importmap">${JSON.stringify({ imports })}</script>`;
  const name = basename(script(job, start));
  return { html: html(`${map}<script type="module" src="${name}"></script>`), folder: project };
};

/** @type {Make} */
const vite = async (job) => {
  const { build } = await tool("vite");
  const input = script(job, FETCHED, "amends/amends.wasm?url");
  await build({
    ...{ root: project, configFile: false, logLevel: "warn", base: "./" },
    build: {
      ...{ outDir: job.output, emptyOutDir: true, target: "es2022", chunkSizeWarningLimit: 10_000 },
      rollupOptions: { input, output: { entryFileNames: "main.js" } },
    },
  });
  return { html: MODULE, folder: job.output };
};

/** The development server bundles dependencies, but not the page. @type {Make} */
const viteDev = async (job, server) => {
  const name = basename(script(job, FETCHED, "amends/amends.wasm?url"));
  const { createServer } = await tool("vite");
  const dev = await createServer({
    ...{ root: project, configFile: false, logLevel: "warn", appType: "custom", base: `/dev-${job.id}/` },
    cacheDir: join(job.output, "cache"),
    server: { middlewareMode: true, hmr: false, ws: false },
  });
  server.use(`/dev-${job.id}/`, dev.middlewares, () => dev.close());
  return { html: html(`<script type="module" src="/dev-${job.id}/${name}"></script>`), folder: project };
};

/** @type {Make} */
const webpack = async (job) => {
  const { default: webpack } = await tool("webpack");
  const start = `() => amends.init(fetch(new URL("amends/amends.wasm", import.meta.url)))`;
  const options = {
    ...{ mode: "production", context: project, entry: script(job, start), performance: false },
    output: { path: job.output, filename: "main.js", clean: true, module: true },
    experiments: { outputModule: true },
    // The script is minified already, and another twenty seconds would not make it smaller.
    optimization: { minimize: job.entry !== "js" },
  };
  await new Promise((resolve, reject) => {
    webpack(options, (/** @type {Error | null} */ error, /** @type {any} */ stats) => {
      if (error) reject(error);
      else if (stats.hasErrors() || stats.hasWarnings()) reject(new Error(stats.toString("errors-warnings")));
      else resolve(undefined);
    });
  });
  return { html: MODULE, folder: job.output };
};

/** @type {Make} */
const rollup = async (job) => {
  const { rollup } = await tool("rollup");
  const { nodeResolve } = await tool("@rollup/plugin-node-resolve");
  const bundle = await rollup({ input: script(job, COPIED), plugins: [nodeResolve({ browser: true })] });
  await bundle.write({ dir: job.output, entryFileNames: "main.js" });
  await bundle.close();
  copyWasm(job.output);
  return { html: MODULE, folder: job.output };
};

/** @param {Job} job @param {import("esbuild").BuildOptions} [options] @returns {Promise<Page>} */
async function esbuild(job, options) {
  const entry = script(job, FETCHED, "amends/amends.wasm");
  await bundle(entry, job.output, { platform: "browser", loader: { ".wasm": "file" }, ...options });
  return { html: MODULE, folder: job.output };
}

/** @type {Make} */
const classic = async (job) => ({
  ...(await esbuild(job, { format: "iife" })),
  html: html('<script src="main.js"></script>'),
});

/** As strict as a policy can be that lets a page load its scripts and reach its server. @param {string} more sources of scripts */
const policy = (more) => ({
  "content-security-policy": [
    "default-src 'none'",
    `script-src 'self'${more}`,
    "connect-src 'self'",
    "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
  ].join("; "),
});

/** @type {Make} */
const strictWithWasm = async (job) => ({ ...(await esbuild(job)), headers: policy(" 'wasm-unsafe-eval'") });

/** The default entry says there which one to take; that one works. @type {Make} */
const strict = async (job) => {
  const main = write(
    `${job.id}.mjs`,
    `import * as refused from "amends";
import * as amends from "amends/js";
import { report } from "./packaging/in-page.mjs";
const check = (error) => {
  if (!(error instanceof refused.InternalError) || !/import amends\\/js/.test(error.message))
    throw new Error("amends itself: " + error);
};
report(amends, "${job.id}", async () => {
  try { refused.money.exponent("GBP"); check("it runs"); } catch (error) { check(error); }
  await refused.init().then(() => check("it starts"), check);
});
`,
  );
  await bundle(main, job.output, { platform: "browser" });
  return { html: MODULE, folder: job.output, headers: policy("") };
};

/** @type {Record<(typeof import("./matrix.mjs").PAGES)[number]["name"], Make>} */
export const MAKES = {
  "Chromium, ES modules as they are": plain,
  "Chromium, Vite's dev server": viteDev,
  "Chromium, Vite": vite,
  "Chromium, webpack": webpack,
  "Chromium, Rollup": rollup,
  "Chromium, esbuild": (job) => esbuild(job),
  "Chromium, classic script": classic,
  "Chromium, strict CSP with 'wasm-unsafe-eval'": strictWithWasm,
  "Chromium, strict CSP": strict,
};
