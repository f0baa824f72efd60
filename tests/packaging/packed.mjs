// @ts-check
// What can be said of the packed package without running it: its manifest, its types.
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pack } from "../../scripts/lib/pack.mjs";
import { ask, root, StepError, show } from "../../scripts/lib/run.mjs";
import { npmProgram } from "../../scripts/lib/tools.mjs";

/**
 * A project of its own that has the packed package, and nothing else but what is named.
 * @param {string} archive @param {string} project a new folder @param {object} [manifest] for its package.json
 */
export function install(archive, project, manifest = { type: "module" }) {
  rmSync(project, { recursive: true, force: true });
  const target = join(project, "node_modules", "amends");
  mkdirSync(target, { recursive: true });
  writeFileSync(
    join(project, "package.json"),
    JSON.stringify({ name: "project", private: true, ...manifest }),
  );
  // What npm does with an archive that has no dependencies, without a minute of its start-up for all projects.
  execFileSync("tar", ["-xzf", archive, "-C", target, "--strip-components=1"]);
}

/** `publint --strict` and attw on the archive. */
export async function lintPackage() {
  const archive = await pack();
  await show(process.execPath, [npmProgram("publint/src/cli.js"), "run", archive, "--strict"], {
    todo: "publint found mistakes in package.json or dist/: see above",
  });
  const attw = ["@arethetypeswrong/cli/dist/index.js", archive, "--profile", "esm-only", "--no-emoji"];
  // The .wasm has no types to resolve: what an import of it means is the bundler's or the runtime's to declare.
  const [program = "", ...args] = [...attw, "--format", "ascii", "--exclude-entrypoints", "./amends.wasm"];
  await show(process.execPath, [npmProgram(program), ...args], {
    todo: "attw found types that do not resolve as the code does: see above",
  });
}

/** The type tests, against the packed declarations, in every resolution, with and without the DOM's types. */
export async function checkTypes() {
  const archive = await pack();
  const project = join(root, "target", "types-package");
  install(archive, project);
  cpSync(join(root, "node_modules/@standard-schema"), join(project, "node_modules/@standard-schema"), {
    recursive: true,
  });
  const sources = readdirSync(join(root, "tests/types")).filter((name) => name.endsWith(".ts"));
  for (const name of sources) cpSync(join(root, "tests/types", name), join(project, name));
  const everywhere = sources.filter((name) => !name.endsWith(".dom.ts"));
  const failed = [];
  for (const [module, moduleResolution] of [
    ["esnext", "bundler"],
    ["node16", "node16"],
    ["nodenext", "nodenext"],
  ]) {
    for (const lib of [["es2022"], ["es2022", "dom"], ["es2022", "dom", "dom.iterable"]]) {
      const name = `${moduleResolution}-${lib.join("-")}`;
      const compilerOptions = {
        ...{ module, moduleResolution, lib, target: "es2022", types: [], noEmit: true, strict: true },
        ...{ exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true, skipLibCheck: false },
      };
      const files = lib.includes("dom") ? sources : everywhere;
      writeFileSync(join(project, `${name}.json`), JSON.stringify({ compilerOptions, files }));
      const found = ask(process.execPath, [
        npmProgram("typescript/bin/tsc"),
        "-p",
        join(project, `${name}.json`),
      ]);
      process.stdout.write(`   ${name.padEnd(34)}${found.ok ? "ok" : `\n${found.stdout}`}\n`);
      if (!found.ok) failed.push(name);
    }
  }
  if (failed.length > 0) throw new StepError(`tests/types does not compile: ${failed.join(", ")}`);
}
