// @ts-check
/**
 * Carries the module inside a JavaScript file. Another encoding changes this file alone: what the package sees is
 * `bytes(): Uint8Array`.
 * @param {Uint8Array} wasm
 */
export function inline(wasm) {
  const text = Buffer.from(wasm).toString("base64");
  return {
    code: `const text = "${text}";

export function bytes() {
  const binary = atob(text);
  const out = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) out[i] = binary.charCodeAt(i);
  return out;
}
`,
    types: `/** The WebAssembly module, decoded on each call. */
export function bytes(): Uint8Array<ArrayBuffer>;
`,
  };
}
