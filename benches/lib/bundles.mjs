// @ts-check
/** The peers' packages, and each subject as its users would ship it: one minified file. */
import { copyFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { root, step } from "../../scripts/lib/run.mjs";
import { digest, readStamp, writeStamp } from "../../scripts/lib/stamps.mjs";
import { npm } from "../../scripts/lib/tools.mjs";

export const SUBJECTS = /** @type {const} */ (["amends", "zod", "valibot", "ajv", "typebox"]);
/** @typedef {(typeof SUBJECTS)[number]} Name */

export const folder = join(root, "target", "bench");

/** Installs zod and the others below target/, so that nothing else waits for them. */
export async function installPeers() {
  const names = ["package.json", "package-lock.json"];
  const wanted = digest(
    names.map((name) => `benches/${name}`),
    [],
  );
  if (readStamp("peers") === wanted && existsSync(join(folder, "node_modules"))) return;
  mkdirSync(folder, { recursive: true });
  for (const name of names) copyFileSync(join(root, "benches", name), join(folder, name));
  const [command, first] = npm();
  const args = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", folder];
  await step("npm ci, the peers", command, [...first, ...args], {
    todo: "the peers could not be installed: check the network and the registry, then run this again",
  });
  writeStamp("peers", wanted);
}

/** @param {Name} name */
export const bundleOf = (name) => join(folder, `${name}.mjs`);

/** Makes the bundles that run here, and returns the sizes of those that a browser downloads, as brotli. */
export async function makeBundles() {
  await bundleAll("node", folder);
  const downloads = join(folder, "downloads");
  await bundleAll("browser", downloads);
  const size = (/** @type {Name} */ name) =>
    brotliCompressSync(readFileSync(join(downloads, `${name}.mjs`))).length;
  return Object.fromEntries(SUBJECTS.map((name) => [name, size(name)]));
}

/** @param {"node" | "browser"} platform @param {string} outdir */
async function bundleAll(platform, outdir) {
  const { build } = await import("esbuild");
  await build({
    absWorkingDir: root,
    entryPoints: SUBJECTS.map((name) => `benches/peers/${name}.mjs`),
    ...{ outdir, outExtension: { ".js": ".mjs" }, bundle: true, minify: true, platform },
    ...{ format: "esm", target: "es2022", charset: "utf8", legalComments: "none" },
    nodePaths: [join(folder, "node_modules")],
    plugins: platform === "browser" ? [BROWSER] : [],
    logLevel: "warning",
  });
}

/** The entry that browsers get where Node gets its own. @type {import("esbuild").Plugin} */
const BROWSER = {
  name: "browser",
  setup: ({ onResolve }) =>
    onResolve({ filter: /\/dist\/node\.js$/ }, () => ({ path: join(root, "dist", "index.js") })),
};
