// @ts-check
// What a user downloads, as brotli, within the budgets of size.json. Compilers differ a little in what they make of the
// same source, so a failure names the one that built the module.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { brotliCompressSync } from "node:zlib";
import { build } from "esbuild";
import { root } from "../../scripts/lib/run.mjs";
import { wasmCompiler } from "../../scripts/lib/toolchain.mjs";

/** How far above its budget a file may be. */
const ROOM = 1.05;
const file = "tests/packaging/size.json";
/** @type {Record<string, number>} */
const budgets = JSON.parse(readFileSync(join(root, file), "utf8"));
const use = `worldpay({ environment: "try" }).partialRefund.request(JSON.parse(globalThis.input));`;

/** Where the module is a file of its own, it counts as itself. @type {Record<string, () => Promise<Uint8Array>>} */
const DOWNLOADS = {
  "index, one operation": () => bundle(`import { worldpay } from "./dist/index.js"; ${use}`),
  "workerd, one operation": () => bundle(`import { worldpay } from "./dist/workerd.js"; ${use}`),
  "edge-light, one operation": () => bundle(`import { worldpay } from "./dist/edge-light.js"; ${use}`),
  "slim, one operation": () =>
    bundle(`import { init, worldpay } from "./dist/slim.js"; await init(globalThis.module); ${use}`),
  "js, one operation": () => bundle(`import { worldpay } from "./dist/js.js"; ${use}`),
  "amends.wasm": async () => readFileSync(join(root, "dist/amends.wasm")),
};

/** As a bundler makes it for production; a .wasm stays a file of its own. @param {string} contents */
async function bundle(contents) {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: root },
    ...{ bundle: true, minify: true, format: "esm", target: "es2022", charset: "utf8", write: false },
    external: ["*.wasm", "*.wasm?module"],
    logLevel: "warning",
  });
  const [output] = outputFiles;
  assert.ok(output && outputFiles.length === 1);
  return output.contents;
}

test("a description is downloaded only for those who ask for it", async () => {
  const told = async (/** @type {string} */ contents) =>
    Buffer.from(await bundle(contents)).includes("No idempotency header is documented");
  assert.equal(await told(`import { worldpay } from "./dist/index.js"; ${use}`), false);
  assert.equal(
    await told(`import { describe } from "./dist/index.js"; globalThis.described = describe();`),
    true,
  );
});

test("every download has a budget", () => {
  assert.deepEqual(Object.keys(budgets), Object.keys(DOWNLOADS));
});

for (const [name, download] of Object.entries(DOWNLOADS)) {
  test(`${name} is within its budget`, async () => {
    const { length } = brotliCompressSync(await download());
    const budget = budgets[name] ?? 0;
    if (length <= budget * ROOM) return;
    const { note } = await wasmCompiler();
    assert.fail(
      `${name} is ${length} bytes as brotli, more than 5 % above its budget of ${budget} (built with ${note}). If it is worth it, write ${length} into ${file} and say why in the commit.`,
    );
  });
}
