// @ts-check
// The entries that do not carry the module: what they need, what they say without it, and that nothing is doubled.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";
import { amends, location } from "../js/amends.mjs";
import { readVectors } from "../js/read-vectors.mjs";
import { runVectors } from "../js/run-vectors.mjs";

const dist = new URL("./", location);
const bytes = readFileSync(new URL("amends.wasm", dist));
/** @param {string} name */
const text = (name) => readFileSync(new URL(name, dist), "utf8");
const folder = mkdtempSync(join(tmpdir(), "amends-slim-"));
after(() => rmSync(folder, { recursive: true }));
let copies = 0;

/**
 * A new instance of `./slim`: what it imports is loaded once a process, so all of it is copied into one file.
 * @returns {Promise<typeof import("../../dist/slim.js")>}
 */
async function freshSlim() {
  const { build } = await import("esbuild");
  const { outputFiles } = await build({
    stdin: {
      contents: `export * from ${JSON.stringify(new URL("slim.js", dist).pathname)};`,
      resolveDir: "/",
    },
    bundle: true,
    format: "esm",
    write: false,
    logLevel: "silent",
  });
  const file = join(folder, `${copies++}.mjs`);
  writeFileSync(file, outputFiles[0]?.contents ?? "");
  return import(pathToFileURL(file).href);
}

/** @param {Uint8Array} bytes @returns {object} */
function compile(bytes) {
  return new /** @type {any} */ (globalThis).WebAssembly.Module(bytes);
}

/** @param {typeof import("../../dist/slim.js")} slim */
function build(slim) {
  return slim.simpleps({ environment: "sandbox" }).refund.request({ externalPaymentId: "p" }).url;
}

test("before it has the module, every call names the call to make", async () => {
  const slim = await freshSlim();
  const account = /** @type {const} */ ({ environment: "sandbox" });
  for (const call of [
    () => slim.worldpay({ environment: "try" }),
    () => slim.paywall({ environment: "test" }),
    () => slim.primer(account),
    () => slim.simpleps(account),
    () => slim.connect({ provider: "primer", ...account }),
    () => slim.money.toMinor("1", "GBP"),
    () => slim.money.toMajor(1, "GBP"),
    () => slim.money.exponent("GBP"),
  ]) {
    assert.throws(call, /^Error: amends\/slim .*`await init\(fetch\(…\)\)` or `initSync\(module\)`/);
  }
  // What it answers is text of the package, not of the module.
  assert.deepEqual(slim.describe(), amends.describe());
  slim.initSync(bytes);
  assert.equal(build(slim), build(/** @type {any} */ (amends)));
});

test("init takes the module in every form, once or more often", async () => {
  const module = compile(bytes);
  const { buffer } = Uint8Array.from(bytes);
  for (const source of [
    ...[module, bytes, buffer, new Response(bytes)],
    ...[Promise.resolve(new Response(bytes)), Promise.resolve(module)],
  ]) {
    const slim = await freshSlim();
    assert.equal(await slim.init(source), undefined);
    await slim.init(module);
    slim.initSync(module);
    assert.ok(build(slim));
  }
  for (const source of [module, bytes, buffer]) {
    const slim = await freshSlim();
    slim.initSync(source);
    assert.ok(build(slim));
  }
});

test("two at the same time start one", async () => {
  const slim = await freshSlim();
  await Promise.all([slim.init(bytes), slim.init(new Response(bytes)), slim.init(compile(bytes))]);
  assert.ok(build(slim));
});

test("what is no module is refused, and the next try works", async () => {
  const slim = await freshSlim();
  for (const wrong of [
    undefined,
    null,
    "amends.wasm",
    {},
    [],
    new DataView(new ArrayBuffer(8)),
    new URL("file:///amends.wasm"),
    1,
  ]) {
    await assert.rejects(slim.init(/** @type {any} */ (wrong)), TypeError);
    assert.throws(() => slim.initSync(/** @type {any} */ (wrong)), TypeError);
  }
  await assert.rejects(slim.init(new Response("no", { status: 404 })), /TypeError: .*status 404/);
  await assert.rejects(slim.init(Promise.reject(new TypeError("fetch failed"))), /fetch failed/);
  const page = new Response("<!doctype html>");
  for (const broken of [page, bytes.subarray(0, 100), new Uint8Array(0)]) {
    await assert.rejects(slim.init(broken), (error) => error instanceof slim.InternalError && !!error.cause);
  }
  assert.throws(() => slim.initSync(bytes.subarray(0, 100)), slim.InternalError);
  assert.throws(() => build(slim), /call `await init/);
  await slim.init(bytes);
  assert.ok(build(slim));
});

test("the vectors, through slim", async () => {
  const slim = await freshSlim();
  await slim.init(bytes);
  assert.deepEqual(runVectors(/** @type {any} */ (slim), readVectors()), []);
});

test("every entry has the same names; slim has initSync as well", async () => {
  const { build } = await import("esbuild");
  const names = Object.keys(amends).sort();
  for (const [entry, expected] of Object.entries({
    index: names,
    workerd: names,
    "edge-light": names,
    js: names,
    slim: [...names, "initSync"].sort(),
  })) {
    const { metafile } = await build({
      entryPoints: [new URL(`${entry}.js`, dist).pathname],
      ...{ bundle: true, format: "esm", write: false, metafile: true, outdir: "out" },
      external: ["*.wasm", "*.wasm?module"],
    });
    const [output] = Object.values(metafile.outputs);
    assert.deepEqual(output?.exports.sort(), expected, entry);
  }
});

test("the code is there once; the module once as a file, once as text, once for speed and once as JavaScript", () => {
  const names = readdirSync(dist).filter((name) => !name.endsWith(".d.ts"));
  const shared = names.filter((name) => name.startsWith("shared-"));
  assert.equal(shared.length, 1);
  assert.deepEqual(names.filter((name) => !shared.includes(name) && name !== "types").sort(), [
    "amends.wasm",
    "edge-light.js",
    "index.js",
    "js.js",
    "node.js",
    "slim.js",
    "workerd.js",
  ]);
  /** @param {string} part */
  const holders = (part) => names.filter((name) => name.endsWith(".js") && text(name).includes(part));
  assert.deepEqual(holders(".linkData(").sort(), shared);
  assert.deepEqual(holders('="InvalidAccountError"'), shared);
  const heavy = names.filter((name) => name.endsWith(".js") && text(name).length > bytes.length / 2);
  assert.deepEqual(heavy.sort(), ["index.js", "js.js", "node.js"]);
  for (const name of ["workerd.js", "edge-light.js", "slim.js"]) assert.ok(text(name).length < 2500, name);
  assert.match(text("workerd.js"), /from\s*"\.\/amends\.wasm"/);
  assert.match(text("edge-light.js"), /from\s*"\.\/amends\.wasm\?module"/);
});

test("a bundler that trusts `sideEffects: false` keeps what a function needs, and drops an unused import", async () => {
  const { build } = await import("esbuild");
  const entry = JSON.stringify(new URL("index.js", dist).pathname);
  /** @param {string} contents */
  const bundled = async (contents) => {
    const options = /** @type {const} */ ({ bundle: true, format: "esm", write: false, treeShaking: true });
    return (await build({ stdin: { contents, resolveDir: "/" }, ...options })).outputFiles[0]?.text ?? "";
  };
  const used = await bundled(`import { money } from ${entry}; console.log(money.toMinor("2.50", "GBP"));`);
  const output = execFileSync(process.execPath, ["--input-type=module"], { input: used, encoding: "utf8" });
  assert.equal(output, "250\n");
  assert.ok((await bundled(`import { worldpay } from ${entry}; console.log(1);`)).length < 5000);
});
