// @ts-check
// Runs a worker in workerd, bundled as wrangler does it: the .wasm stays a file, which the runtime hands over compiled.
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { build } from "esbuild";
import { tools } from "./project.mjs";

/**
 * Needs `installTools` of project.mjs.
 * @param {string} entry a module that exports a worker @param {string} outdir a new folder
 * @param {object} [options]
 * @param {string[]} [options.conditions] @param {Record<string, string>} [options.bindings]
 * @param {string} [options.host] where all that the worker fetches goes, in the place of the host it names
 * @returns {Promise<{ fetch: (path: string, init?: object) => Promise<Response>, close: () => Promise<void> }>}
 */
export async function openWorker(entry, outdir, { conditions = ["workerd"], bindings = {}, host = "" } = {}) {
  rmSync(outdir, { recursive: true, force: true });
  mkdirSync(outdir, { recursive: true });
  await build({
    ...{ entryPoints: { worker: entry }, outdir, bundle: true, format: "esm", target: "es2022", conditions },
    ...{ outExtension: { ".js": ".mjs" }, loader: { ".wasm": "copy" }, logLevel: "warning" },
    plugins: [{ name: "?module", setup: withoutQuery }],
  });
  const { Miniflare, Log, LogLevel, fetch } = createRequire(join(tools, "package.json"))("miniflare");
  const wasm = readdirSync(outdir).filter((name) => name.endsWith(".wasm"));
  /** @param {Request} request */
  const elsewhere = async (request) => {
    const { method, url, headers } = request;
    return fetch(withHost(url, host), { method, headers, redirect: "manual", body: await request.text() });
  };
  const worker = new Miniflare({
    modulesRoot: outdir,
    modules: [
      { type: "ESModule", path: join(outdir, "worker.mjs") },
      ...wasm.map((name) => ({ type: "CompiledWasm", path: join(outdir, name) })),
    ],
    compatibilityDate: "2025-12-01",
    cf: false,
    bindings,
    ...(host && { outboundService: elsewhere }),
    log: new Log(LogLevel.ERROR),
  });
  return {
    fetch: (path, init) => worker.dispatchFetch(new URL(path, "http://worker.test/"), init),
    close: () => worker.dispose(),
  };
}

/** @param {string} url @param {string} host */
export function withHost(url, host) {
  return url.replace(/^https:\/\/[^/]+/, host);
}

/** How the edge runtime of Vercel asks for the same file. @param {import("esbuild").PluginBuild} build */
function withoutQuery({ onResolve }) {
  onResolve({ filter: /\.wasm\?module$/ }, ({ path, resolveDir }) => ({
    path: join(resolveDir, path.slice(0, -"?module".length)),
  }));
}
