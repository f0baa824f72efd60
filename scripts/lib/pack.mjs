// @ts-check
/** Packs the package and installs it where nothing else is, as a user would get it. */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ask, root, StepError, say } from "./run.mjs";
import { npm } from "./tools.mjs";

/** Everything a user downloads. A file more or less is a decision, so it is made here. */
const FILES = [
  ...["LICENSE-APACHE", "LICENSE-MIT", "README.md", "package.json"],
  // One entry for each way of loading the module, and what they share; its name holds its digest.
  ...["amends.wasm", "index.js", "workerd.js", "edge-light.js", "slim.js", "shared-*.js"].map(
    (name) => `dist/${name}`,
  ),
  ...["api", "calls", "errors", "index", "money", "providers", "response", "slim"].map(
    (name) => `dist/${name}.d.ts`,
  ),
  ...["account", "index", "input", "issue", "operation", "outcome"].map((name) => `dist/types/${name}.d.ts`),
];

/** @returns {Promise<string>} a module that exports what the installed package exports */
export async function installPacked() {
  const folder = join(root, "target", "pack");
  rmSync(folder, { recursive: true, force: true });
  const project = join(folder, "project");
  mkdirSync(project, { recursive: true });

  const [packed] = JSON.parse(run(["pack", "--json", "--ignore-scripts", "--pack-destination", folder]));
  compare(
    packed.files.map((/** @type {{ path: string }} */ { path }) =>
      path.replace(/shared-\w+\.js$/, "shared-*.js"),
    ),
  );
  say(`   ${packed.filename}: ${packed.files.length} files, ${(packed.size / 1000).toFixed(1)} kB`);

  writeFileSync(join(project, "package.json"), '{ "private": true, "type": "module" }\n');
  const quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--offline"];
  run(["install", ...quiet, "--prefix", project, join(folder, packed.filename)]);
  const installed = readdirSync(join(project, "node_modules")).filter((name) => !name.startsWith("."));
  if (installed.join() !== "amends")
    throw new StepError(`installing amends installs ${installed.join(", ")}`);

  const entry = join(project, "index.mjs");
  writeFileSync(entry, 'export * from "amends";\n');
  return entry;
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
