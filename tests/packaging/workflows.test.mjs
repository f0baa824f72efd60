// @ts-check
// The workflows are what GitHub's own parser takes, and run nothing that somebody else may exchange.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";
import { build } from "esbuild";
import { root } from "../../scripts/lib/run.mjs";

const folder = join(root, ".github", "workflows");
const workflows = readdirSync(folder).map((name) => ({
  name,
  content: readFileSync(join(folder, name), "utf8"),
}));

/** @type {typeof import("@actions/workflow-parser")} */
const { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } =
  await bundled("@actions/workflow-parser");

/** It imports JSON in a way that bundlers understand, and Node does not. @param {string} name */
async function bundled(name) {
  const outfile = join(root, "target", "bundled", `${name.replace(/\W+/g, "-")}.cjs`);
  const entry = { stdin: { contents: `export * from "${name}"`, resolveDir: root } };
  await build({ ...entry, bundle: true, platform: "node", format: "cjs", outfile });
  return createRequire(import.meta.url)(outfile);
}

/** @param {string} name @param {string} content */
async function mistakes(name, content) {
  const { context, value } = parseWorkflow({ name, content }, new NoOperationTraceWriter());
  if (value) await convertWorkflowTemplate(context, value);
  return context.errors.getErrors().map(({ message }) => message);
}

for (const { name, content } of workflows) {
  test(`${name} has no mistakes, and one would be seen`, async () => {
    assert.deepEqual(await mistakes(name, content), []);
    assert.notDeepEqual(await mistakes(name, content.replace("contents: read", "contents: reed")), []);
    assert.notDeepEqual(await mistakes(name, content.replace("runs-on:", "run-on:")), []);
  });

  test(`${name} pins every action to a commit, and says which version that is`, () => {
    const used = content.match(/\buses:.*/g) ?? [];
    assert.ok(used.length > 0);
    for (const line of used) assert.match(line, /^uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  test(`${name} allows nothing but what a job asks for, and has no secrets`, () => {
    assert.match(content, /^permissions: \{\}$/m);
    assert.doesNotMatch(content, /\bsecrets\b|_TOKEN: (?!\$\{\{ steps\.auth\.outputs\.token \}\}$)/m);
  });
}

test("all workflows pin an action to the same commit", () => {
  const used = workflows.flatMap(({ content }) => content.match(/\buses: .*/g) ?? []);
  const names = new Set(used.map((line) => line.split("@")[0]));
  assert.equal(new Set(used).size, names.size);
});
