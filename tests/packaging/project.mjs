// @ts-check
// A project that has the packed package installed and the tests' code beside it, and the tools that are used on it.
import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { installPacked } from "../../scripts/lib/pack.mjs";
import { root, StepError, step } from "../../scripts/lib/run.mjs";
import { digest, readStamp, writeStamp } from "../../scripts/lib/stamps.mjs";
import { npm } from "../../scripts/lib/tools.mjs";

/**
 * Bun, Deno and workerd are 350 MB, the bundlers and the browsers' driver another 75. They are no devDependencies, so
 * that the build and the demo of a fresh clone do not wait for them; only the checks that use them install them, once.
 */
export const tools = join(root, "target", "runtimes");
export const project = join(root, "target", "runtimes-project");

const COPIED = ["js/run-vectors.mjs", "packaging/case.mjs", "packaging/in-page.mjs"];

export async function installTools() {
  const names = ["package.json", "package-lock.json"].map((name) => `tests/packaging/runtimes/${name}`);
  const wanted = digest(names, [process.platform, process.arch]);
  if (readStamp("runtimes") === wanted && existsSync(join(tools, "node_modules"))) return;
  mkdirSync(tools, { recursive: true });
  for (const name of names) {
    copyFileSync(join(root, name), join(tools, basename(name)));
  }
  const [command, first] = npm();
  const args = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", tools];
  await step("npm ci, runtimes and bundlers (once, 430 MB)", command, [...first, ...args], {
    todo: "Bun, Deno, workerd and the bundlers could not be installed: check the network and the registry, then run this again",
  });
  writeStamp("runtimes", wanted);
}

/** One of the tools, imported. @param {string} name */
export function tool(name) {
  return import(pathToFileURL(createRequire(join(tools, "package.json")).resolve(name)).href);
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

/** @type {Promise<void> | undefined} */
let made;

/** Makes the project, once a run. */
export function makeProject() {
  made ??= makeNow();
  return made;
}

async function makeNow() {
  await installTools();
  await installPacked(project);
  for (const path of COPIED) {
    mkdirSync(dirname(join(project, path)), { recursive: true });
    copyFileSync(join(root, "tests", path), join(project, path));
  }
}

/** How a user imports each entry; the conditions are the tools' to set. @param {import("./matrix.mjs").Entry} entry */
export function specifier(entry) {
  return entry === "slim" || entry === "js" ? `amends/${entry}` : "amends";
}

/** Writes a file of the project. @param {string} name @param {string} text @returns {string} its path */
export function write(name, text) {
  const path = join(project, name);
  writeFileSync(path, text);
  return path;
}

/**
 * Bundles with esbuild into a new folder.
 * @param {string} entry @param {string} outdir @param {import("esbuild").BuildOptions} options
 */
export async function bundle(entry, outdir, options) {
  const { build } = await import("esbuild");
  rmSync(outdir, { recursive: true, force: true });
  await build({
    entryPoints: { main: entry },
    ...{ bundle: true, format: "esm", minify: true, outdir, target: "es2022", logLevel: "warning" },
    ...options,
  });
}
