// @ts-check
/** Packs the package, once a run, and installs it where nothing else is, as a user would get it. */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ensureBuilt } from "../build.mjs";
import { ask, root, StepError, say } from "./run.mjs";
import { npm } from "./tools.mjs";

/** Everything a user downloads. A file more or less is a decision, so it is made here. */
const FILES = [
  ...["LICENSE-APACHE", "LICENSE-MIT", "README.md", "package.json"],
  // One entry for each way of loading the module, and what they share; its name holds its digest.
  ...[
    "amends.wasm",
    "index.js",
    "node.js",
    "workerd.js",
    "edge-light.js",
    "slim.js",
    "js.js",
    "shared-*.js",
  ].map((name) => `dist/${name}`),
  ...["api", "calls", "describe", "errors", "index", "money", "providers", "response", "slim"].map(
    (name) => `dist/${name}.d.ts`,
  ),
  ...["account", "index", "input", "issue", "operation", "outcome"].map((name) => `dist/types/${name}.d.ts`),
];

/** @type {Promise<string> | undefined} */
let archive;

/** @returns {Promise<string>} the archive that would be published */
export function pack() {
  archive ??= packNow();
  return archive;
}

async function packNow() {
  await ensureBuilt();
  const folder = join(root, "target", "packed");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const [packed] = JSON.parse(run(["pack", "--json", "--ignore-scripts", "--pack-destination", folder]));
  const paths = packed.files.map((/** @type {{ path: string }} */ { path }) => path);
  compare(paths.map((/** @type {string} */ path) => path.replace(/shared-\w+\.js$/, "shared-*.js")));
  say(`   ${packed.filename}: ${paths.length} files, ${(packed.size / 1000).toFixed(1)} kB`);
  return join(folder, packed.filename);
}

/**
 * A project of its own, in which npm has installed the package and, because it depends on nothing, nothing else.
 * @param {string} project a new folder
 */
export async function installPacked(project) {
  const packed = await pack();
  rmSync(project, { recursive: true, force: true });
  mkdirSync(project, { recursive: true });
  writeFileSync(join(project, "package.json"), '{ "private": true }\n');
  const quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--offline"];
  run(["install", ...quiet, "--prefix", project, packed]);
  const installed = readdirSync(join(project, "node_modules")).filter((name) => !name.startsWith("."));
  if (installed.join() !== "amends")
    throw new StepError(`installing amends installs ${installed.join(", ")}`);
}

/** @param {string[]} packed */
function compare(packed) {
  const more = packed.filter((path) => !FILES.includes(path));
  const fewer = FILES.filter((path) => !packed.includes(path));
  if (more.length + fewer.length === 0) return;
  const lines = [...more.map((path) => `+ ${path}`), ...fewer.map((path) => `- ${path}`)];
  throw new StepError(
    "the packed files are not those of scripts/lib/pack.mjs: mend the list or the package",
    lines.join("\n"),
  );
}

/** @param {string[]} args */
function run(args) {
  const [command, first] = npm();
  const { ok, stdout, stderr } = ask(command, [...first, ...args], { timeout: 120_000 });
  if (!ok) throw new StepError(`npm ${args[0]} failed: see above`, stderr);
  return stdout;
}
