// @ts-check
// One version everywhere: npm, cargo, their lock files, the changelog, and the tag where there is one.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { manifest } from "../../scripts/lib/crate.mjs";
import { root } from "../../scripts/lib/run.mjs";

/** @param {string} path */
const read = (path) => readFileSync(join(root, path), "utf8");
const { name, version } = JSON.parse(read("package.json"));
/** The newest heading of the changelog, such as `1.2.3 - 2026-01-31`. */
const [, newest = ""] = /^## (.+)$/m.exec(read("CHANGELOG.md")) ?? [];

test("npm and cargo have the same name and version", () => {
  const crate = manifest();
  assert.deepEqual([crate.name, crate.version], [name, version]);
});

test("the lock files say the same", () => {
  assert.equal(JSON.parse(read("package-lock.json")).version, version);
  for (const lock of ["Cargo.lock", "fuzz/Cargo.lock"]) {
    assert.ok(read(lock).includes(`name = "${name}"\nversion = "${version}"\n`), lock);
  }
});

test("the changelog begins with this version, or with what is unreleased", () => {
  assert.match(newest, /^(?:Unreleased|\d+\.\d+\.\d+ - \d{4}-\d\d-\d\d)$/);
  if (newest !== "Unreleased") assert.equal(newest.split(" ")[0], version);
});

const { GITHUB_REF_TYPE: type, GITHUB_REF_NAME: tag } = process.env;
test("the tag names this version, and so does the changelog", { skip: type !== "tag" && "no tag" }, () => {
  assert.equal(tag, `v${version}`);
  assert.equal(newest.split(" ")[0], version);
});
