// @ts-check
// The module as text: the same bytes again, whatever is in it, and characters that nothing on their way can hurt.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import binaryen from "binaryen";
import { transform } from "esbuild";
import { root } from "../../scripts/lib/run.mjs";
import { asText } from "../../scripts/lib/text.mjs";

/** @param {number[]} bytes as WebAssembly's text has them */
const escaped = (bytes) => bytes.map((byte) => `\\${byte.toString(16).padStart(2, "0")}`).join("");

/** Something of every kind, and the ends of every range. */
const ALL = `(module
  (type $pair (func (param i32 i64) (result i64)))
  (memory (export "memory") 8)
  (table 2 funcref) (elem (i32.const 0) $numbers $pair)
  (global $g (mut i32) (i32.const 0))
  (func $numbers (export "numbers") (param i32 i64) (result i64)
    (local i64 i32 i32) (local f64 f32) ${"(local i32)".repeat(200)}
    ${[0, 1, -1, 63, 64, -64, -65, 127, 128, 2 ** 28, 2 ** 29, -(2 ** 29), 2 ** 31 - 1, -(2 ** 31)]
      .map((value) => `(drop (i32.const ${value})) (drop (i64.const ${value}))`)
      .join("\n")}
    ${[262143, 262144, 262145, 300000, 262150, 327679, 327680].map((at) => `(drop (i32.const ${at}))`).join("\n")}
    (drop (i64.const 9223372036854775807)) (drop (i64.const -9223372036854775808))
    ${"(drop (i64.const 0x8080808080808080))".repeat(10)}
    (drop (f64.const 0.1)) (drop (f64.const -0))
    ${[0, 1, 3, 4, 400, 65536].map((offset) => `(drop (i32.load offset=${offset} (local.get 0)))`).join("\n")}
    (i64.store offset=3 align=1 (i32.const 8) (i64.load32_u offset=6 align=2 (local.get 0)))
    (i32.store8 (local.get 200) (i32.extend8_s (local.tee 201 (i32.clz (local.get 199)))))
    (global.set $g (memory.grow (i32.add (global.get $g) (memory.size))))
    (memory.copy (i32.const 1) (i32.const 2) (i32.const 3)) (memory.fill (i32.const 1) (i32.const 2) (i32.const 3))
    (block $a (block $b (loop $c (br_if $c (local.get 0)) (br_table $a $b $c $a (local.get 0)))))
    (select (call $pair (i32.const 1) (i64.const 2))
      (if (result i64) (i32.eqz (local.get 0)) (then (i64.const 1)) (else (return (i64.const 2))))
      (local.get 0)))
  (func $pair (type $pair)
    (nop) (call_indirect (type $pair) (local.get 0) (local.get 1) (i32.const 0)))
  (func (export "long") ${"(drop (i32.const 12345))".repeat(10_000)} (unreachable))
  (data (i32.const 262144) "a text, zeros:${escaped([0, 0])}${escaped([32, 0, 4, 0, 6, 0, 0, 0]).repeat(5)}$, < and ~")
  (data (i32.const 262400) "${escaped(Array.from({ length: 256 }, (_, byte) => byte))}"))`;

/** @param {string} wat */
function assemble(wat) {
  const module = binaryen.parseText(wat);
  const { BulkMemory, BulkMemoryOpt, MutableGlobals, NontrappingFPToInt, SignExt } = binaryen.Features;
  module.setFeatures(BulkMemory | BulkMemoryOpt | MutableGlobals | NontrappingFPToInt | SignExt);
  assert.equal(module.validate(), 1);
  const wasm = new Uint8Array(module.emitBinary());
  module.dispose();
  return wasm;
}

/** @param {Uint8Array} wasm what its text, minified, is again */
async function again(wasm) {
  const { code } = await transform((await asText(wasm)).code, {
    minify: true,
    format: "esm",
    charset: "utf8",
  });
  const { bytes } = await import(`data:text/javascript,${encodeURIComponent(code)}`);
  return bytes();
}

test("every instruction and number comes out as it went in", async () => {
  const wasm = assemble(ALL);
  assert.deepEqual(Buffer.from(await again(wasm)), Buffer.from(wasm));
});

test("the text of what ships may stand in any script, charset and page", async () => {
  const { code } = await asText(readFileSync(join(root, "dist/amends.wasm")));
  const [, text = ""] = /^const text = "(.*)";$/m.exec(code) ?? [];
  assert.ok(text.length > 10_000);
  assert.match(text, /^[^"\\`$<]*$/);
  assert.match(code, /^[\n -~]*$/);
});

test("an instruction that is not known fails", async () => {
  const wasm = assemble(
    `(module (func (export "f") (param f32) (result i32) (i32.trunc_sat_f32_s (local.get 0))))`,
  );
  await assert.rejects(asText(wasm), /does not know instruction 0xfc 0, at byte/);
});
