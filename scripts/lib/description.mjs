// @ts-check
/**
 * What `describe()` answers. The fast module is asked for it when the package is built, and every entry answers with the
 * same text: so the small module is built without the texts that nothing else says (`--cfg=undescribed`), and a bundler
 * leaves the answer out where nobody asks.
 */
import { readFileSync } from "node:fs";

/** The flag that leaves those texts out. */
export const UNDESCRIBED = "--cfg=undescribed";

/** @param {string} path of a module that describes itself */
export function description(path) {
  // The types of WebAssembly are not in every project.
  const { Instance, Module } = /** @type {any} */ (globalThis).WebAssembly;
  const { exports } = new Instance(new Module(readFileSync(path)), {});
  const length = exports.describe();
  const text = Buffer.from(exports.memory.buffer, exports.output(), length).toString();
  return {
    code: `export const text = ${JSON.stringify(text)};\n`,
    types: "/** What there is, as JSON. */\nexport const text: string;\n",
  };
}
