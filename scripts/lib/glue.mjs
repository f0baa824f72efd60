// @ts-check
/** What wasm-bindgen writes to go between JavaScript and the core, which may be a module or a script. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The glue keeps views of the memory, and believes that there is one instance for ever. */
const CODE = `
export function forget() {
  cachedDataViewMemory0 = cachedUint8ArrayMemory0 = null;
}
`;
const TYPES = `
export function __wbg_set_wasm(exports: object): void;
/** To be called where the instance or its memory is another one. */
export function forget(): void;
`;

/** @param {string} folder what wasm-bindgen wrote for bundlers: its glue leaves it to others to make an instance */
export function glue(folder) {
  /** @param {string} name */
  const written = (name) => readFileSync(join(folder, name), "utf8");
  return { code: written("amends_bg.js") + CODE, types: written("amends.d.ts") + TYPES };
}
