// @ts-check
/** What is published says nothing of the computer it was built on. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const dist = new URL("../../dist/", import.meta.url);
const folders = [homedir(), fileURLToPath(new URL("../../", import.meta.url)).replace(/[\\/]$/, "")];

const names = readdirSync(dist, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => `${entry.parentPath}/${entry.name}`);

for (const path of names) {
  test(`${path.slice(fileURLToPath(dist).length)} names no folder of this computer`, () => {
    const text = readFileSync(path, "latin1");
    for (const folder of folders) assert.ok(!text.includes(`${folder}/`), folder);
  });
}
