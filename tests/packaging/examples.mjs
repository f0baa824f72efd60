// @ts-check
// The examples as they stand, against the packed package: type-checked, then run with the sandbox in the place of the
// providers.
import assert from "node:assert/strict";
import { copyFileSync, existsSync, mkdirSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { pack } from "../../scripts/lib/pack.mjs";
import { ask, root, StepError, say, seconds, step } from "../../scripts/lib/run.mjs";
import { digest, files, readStamp, writeStamp } from "../../scripts/lib/stamps.mjs";
import { npm as npmCommand, npmProgram } from "../../scripts/lib/tools.mjs";
import { startSandbox } from "../sandbox/server.mjs";
import * as checks from "./example-checks.mjs";
import { install } from "./packed.mjs";
import { installTools } from "./project.mjs";

const OURS = "tests/packaging/examples";
/** What stands around the examples, and is no part of them. */
const AROUND = ["tsconfig.json", "refund-page.tsx", "sandboxed.mjs"];
/** What the examples use beside amends is in the folder above. */
const folder = join(root, "target", "examples");
const project = join(folder, "project");

/** @type {Record<string, (sandbox: checks.Sandbox, project: string) => Promise<void>>} */
const EXAMPLES = {
  "refund-form.tsx": checks.form,
  "hono-worker.ts": checks.preview,
  "refund-worker.ts": checks.worker,
  "refund-file.mjs": checks.file,
  "refund.rs": checks.rust,
};

/** Runs everything; a line an example. */
export async function checkExamples() {
  const known = readdirSync(join(root, "examples")).sort();
  assert.deepEqual(known, Object.keys(EXAMPLES).sort(), "an example that is not run, or a run without one");
  await prepare(await pack());
  const failed = [];
  for (const [name, check] of Object.entries(EXAMPLES)) {
    const begun = Date.now();
    const sandbox = await startSandbox();
    try {
      await check(sandbox, project);
      say(`   ${name.padEnd(20)} ok, ${seconds(Date.now() - begun)}`);
    } catch (error) {
      say(`   ${name.padEnd(20)} FAILED\n${error instanceof Error ? error.stack : error}`);
      failed.push(name);
    } finally {
      await sandbox.close();
    }
  }
  if (failed.length > 0) throw new StepError(`examples that do not do what they say: ${failed.join(", ")}`);
}

/** The project of a user who has copied the examples. @param {string} archive */
async function prepare(archive) {
  await installTools();
  const manifests = ["package.json", "package-lock.json"];
  const wanted = digest(
    manifests.map((name) => `${OURS}/${name}`),
    [],
  );
  if (readStamp("examples") !== wanted || !existsSync(join(folder, "node_modules"))) {
    mkdirSync(folder, { recursive: true });
    for (const name of manifests) copyFileSync(join(root, OURS, name), join(folder, name));
    const [command, first] = npmCommand();
    const args = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", folder];
    await step("npm ci, what the examples use", command, [...first, ...args], {
      todo: "React and Hono could not be installed: check the network and the registry, then run this again",
    });
    writeStamp("examples", wanted);
  }
  install(archive, project);
  for (const path of [...files("examples"), ...AROUND.map((name) => `${OURS}/${name}`)]) {
    copyFileSync(join(root, path), join(project, basename(path)));
  }
  const found = ask(process.execPath, [npmProgram("typescript/bin/tsc"), "-p", project]);
  if (!found.ok) throw new StepError("the examples do not compile: see above", found.stdout);
}
