// @ts-check
// The entry without WebAssembly: how the module becomes JavaScript, and the package where there is no WebAssembly.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { bundle } from "../../scripts/build.mjs";
import { toJavaScript } from "../../scripts/lib/javascript.mjs";
import { location } from "../js/amends.mjs";

const folder = mkdtempSync(join(tmpdir(), "amends-script-"));
after(() => rmSync(folder, { recursive: true }));

/** All that the package relies on, and all that wasm2js does differently, in one small module. */
const MODULE = `(module
  (memory (export "memory") 1)
  (data (i32.const 8) "a\\00b") (data (i32.const 100) "c\\ff")
  (func (export "load") (param i32) (result i32) (i32.load8_u (local.get 0)))
  (func (export "store") (param i32 i32) (i32.store8 (local.get 0) (local.get 1)))
  (func (export "grow") (result i32) (memory.grow (i32.const 1)))
  (func (export "trap") unreachable)
  (func (export "copy") (memory.copy (i32.const 200) (i32.const 8) (i32.const 3))))`;

test("a module becomes a script that can be started more than once", async () => {
  const wat = join(folder, "module.wat");
  writeFileSync(wat, MODULE);
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  const written = await toJavaScript(wat, ["--enable-bulk-memory"]);
  for (const [name, { code }] of Object.entries(written)) writeFileSync(join(folder, `${name}.js`), code);
  const { default: start } = await import(pathToFileURL(join(folder, "script.js")).href);

  let grown = 0;
  const make = () =>
    start(() => {
      grown += 1;
    });
  const first = make();
  const bytes = (/** @type {any} */ of, /** @type {number} */ at, /** @type {number} */ length) =>
    Buffer.from(of.memory.buffer, at, length).toString("latin1");

  assert.equal(bytes(first, 7, 5), "\0a\0b\0");
  assert.equal(bytes(first, 99, 4), "\0c\xff\0");
  first.copy();
  assert.equal(bytes(first, 200, 3), "a\0b");

  const before = first.memory.buffer;
  first.store(70, 7);
  assert.equal(grown, 0);
  assert.equal(first.grow(), 1);
  assert.equal(grown, 1);
  assert.notEqual(first.memory.buffer, before);
  assert.equal(first.memory.buffer.byteLength, 2 * 65536);
  assert.equal(first.load(70), 7);

  assert.throws(() => first.trap(), Error);
  const second = make();
  assert.equal(second.load(70), 0);
  assert.equal(second.memory.buffer.byteLength, 65536);
  assert.equal(bytes(second, 8, 3), "a\0b");
  first.store(8, 0);
  first.copy();
  assert.deepEqual([bytes(first, 200, 3), bytes(second, 200, 3)], ["\0\0b", "\0\0\0"]);
});

test("64-bit integers do not cross", async () => {
  const wat = join(folder, "wide.wat");
  for (const [declaration, body] of [
    ['(func (export "take") (param i64) (i64.store (i32.const 0) (local.get 0)))', ""],
    ['(func (export "give") (result i64) (i64.load (i32.const 0)))', ""],
  ]) {
    const module = `${declaration} (memory (export "memory") 1) (data (i32.const 8) "a")
      (func (export "grow") (result i32) ${body} (memory.grow (i32.const 1)))`;
    writeFileSync(wat, `(module ${module})`);
    await assert.rejects(toJavaScript(wat, []), /64-bit integers cross/);
  }
});

const env = {
  ...process.env,
  AMENDS: fileURLToPath(new URL("js.js", location)),
  // Node's own fetch compiles a module, so that much of WebAssembly stays.
  NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ""} --import=data:text/javascript,delete%20WebAssembly.Module;delete%20WebAssembly.Instance`,
  // Else the inner run takes itself for a part of this one, and its failures are not its exit code.
  NODE_TEST_CONTEXT: undefined,
};

test("without WebAssembly, amends/js passes the tests of the package", () => {
  const names = ["vectors", "request", "errors", "bulk", "money"];
  const tests = names.map((name) => fileURLToPath(new URL(`../js/${name}.test.mjs`, import.meta.url)));
  execFileSync(process.execPath, ["--test", "--test-reporter=dot", ...tests], { env });
});

test("a script that fails anywhere is replaced by another", async () => {
  /** How many calls of the script are left until one ruins its memory and fails; -1: none does. */
  let left = -1;
  let made = 0;
  /** @param {Record<string, any>} exports */
  const failing = (exports) => {
    made += 1;
    const act =
      (/** @type {any} */ one) =>
      (/** @type {unknown[]} */ ...all) => {
        left -= 1;
        if (left !== 0) return one(...all);
        new Uint8Array(exports.memory.buffer).fill(0xa5);
        throw new Error("abort");
      };
    const all = Object.entries(exports).map(([name, one]) => [
      name,
      typeof one === "function" ? act(one) : one,
    ]);
    return Object.fromEntries(all);
  };
  const seam = "__amendsTestScript";
  Object.assign(globalThis, { [seam]: failing });
  await bundle(join(folder, "dist"), [
    {
      name: "a script that can be made to fail",
      setup({ onResolve, onLoad }) {
        onResolve({ filter: /generated\/script\.js$/ }, ({ importer, path, resolveDir }) =>
          importer.endsWith("js.ts") ? { path: join(resolveDir, path), namespace: "failing" } : undefined,
        );
        onLoad({ filter: /./, namespace: "failing" }, ({ path }) => ({
          contents: `import start from ${JSON.stringify(path)};
            export default (grown) => globalThis.${seam}(start(grown));`,
          resolveDir: folder,
        }));
      },
    },
  ]);
  /** @type {typeof import("../../dist/index.js")} */
  const amends = await import(pathToFileURL(join(folder, "dist", "js.js")).href);
  const { refund } = amends.simpleps({ environment: "sandbox" });
  const act = () => JSON.stringify(refund.request({ externalPaymentId: "p", amount: { total: "2.50" } }));
  const expected = act();
  let place = 1;
  for (; ; place += 1) {
    left = place;
    const instances = made;
    try {
      act();
      break;
    } catch (error) {
      assert.ok(error instanceof amends.InternalError);
    }
    assert.equal(act(), expected);
    assert.equal(made, instances + 1);
  }
  assert.ok(place > 2, "nothing failed");
});

test("without WebAssembly, the default entry says which one to take", () => {
  const script = `
    delete globalThis.WebAssembly;
    const amends = await import(${JSON.stringify(new URL("index.js", location).href)});
    const errors = [];
    try { amends.simpleps({ environment: "sandbox" }); } catch (error) { errors.push(error); }
    await amends.init().catch((error) => errors.push(error));
    // The other entry shares the code, and is not led astray by the first.
    const js = await import(${JSON.stringify(new URL("js.js", location).href)});
    const { id } = js.simpleps({ environment: "sandbox" }).refund;
    if (id !== "simpleps.refund" || amends.money.toMinor("2.50", "GBP") !== 250) errors.push(new Error(id));
    console.log(JSON.stringify(errors.map(({ name, message, cause }) => [name, message, cause.name])));`;
  const options = /** @type {const} */ ({ encoding: "utf8" });
  const output = execFileSync(process.execPath, ["--input-type=module", "--eval", script], options);
  const errors = JSON.parse(output);
  assert.equal(errors.length, 2);
  for (const [name, message, cause] of errors) {
    assert.deepEqual([name, cause], ["InternalError", "ReferenceError"]);
    assert.match(message, /Content-Security-Policy .* import amends\/js/);
  }
});
