// @ts-check
// Runs a worker in workerd, bundled as wrangler does it: the .wasm stays a file, which the runtime hands over compiled.
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { build } from "esbuild";
import { tools } from "./runtimes.mjs";

/**
 * Needs `installTools` of runtimes.mjs.
 * @param {string} entry a module that exports a worker @param {string} outdir a new folder
 * @param {{ conditions?: string[], bindings?: Record<string, string> }} [options]
 * @returns {Promise<{ fetch: (path: string, init?: object) => Promise<Response>, close: () => Promise<void> }>}
 */
export async function openWorker(entry, outdir, { conditions = ["workerd"], bindings = {} } = {}) {
  rmSync(outdir, { recursive: true, force: true });
  mkdirSync(outdir, { recursive: true });
  await build({
    ...{ entryPoints: { worker: entry }, outdir, bundle: true, format: "esm", target: "es2022", conditions },
    ...{ outExtension: { ".js": ".mjs" }, loader: { ".wasm": "copy" }, logLevel: "warning" },
    plugins: [{ name: "?module", setup: withoutQuery }],
  });
  const { Miniflare, Log, LogLevel } = createRequire(join(tools, "package.json"))("miniflare");
  const wasm = readdirSync(outdir).filter((name) => name.endsWith(".wasm"));
  const worker = new Miniflare({
    modulesRoot: outdir,
    modules: [
      { type: "ESModule", path: join(outdir, "worker.mjs") },
      ...wasm.map((name) => ({ type: "CompiledWasm", path: join(outdir, name) })),
    ],
    compatibilityDate: "2025-12-01",
    cf: false,
    bindings,
    log: new Log(LogLevel.ERROR),
  });
  return {
    fetch: (path, init) => worker.dispatchFetch(new URL(path, "http://worker.test/"), init),
    close: () => worker.dispose(),
  };
}

/** How the edge runtime of Vercel asks for the same file. @param {import("esbuild").PluginBuild} build */
function withoutQuery({ onResolve }) {
  onResolve({ filter: /\.wasm\?module$/ }, ({ path, resolveDir }) => ({
    path: join(resolveDir, path.slice(0, -"?module".length)),
  }));
}
