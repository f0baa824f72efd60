// @ts-check
/**
 * Carries the module inside a JavaScript file. Another encoding changes this file alone: what the package sees is
 * `bytes(): Uint8Array`.
 *
 * The commonest bytes become one character each and the others two, all of them printable ASCII: no charset, bundler or
 * minifier can hurt it, and it compresses nearly as well as the module itself (base64, which cuts bytes in pieces,
 * costs 30 % more).
 */

/**
 * The same where nobody downloads the file and starting counts: what the runtime itself decodes.
 * @param {Uint8Array} wasm
 */
export function inlineBase64(wasm) {
  return {
    code: `const text = "${Buffer.from(wasm).toString("base64")}";

export function bytes() {
  return globalThis.Buffer?.from(text, "base64") ?? Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
}
`,
    types: TYPES,
  };
}

/** Without what a string, a template or an HTML page might take for its end. */
const ALPHABET = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i)).filter(
  (c) => !'"\\`$<'.includes(c),
);
const TYPES = `/** The WebAssembly module, decoded on each call. */
export function bytes(): Uint8Array<ArrayBuffer>;
`;

/** The last characters are the first of two. */
const SINGLE = ALPHABET.length - 2;

/** @param {Uint8Array} wasm */
export function inline(wasm) {
  const counts = new Array(256).fill(0);
  for (const byte of wasm) counts[byte] += 1;
  const order = [...counts.keys()].sort((a, b) => counts[b] - counts[a]);
  /** @type {string[]} */
  const written = [];
  for (const [rank, byte] of order.entries()) {
    const far = rank - SINGLE;
    const first = ALPHABET[far < 0 ? rank : SINGLE + Math.floor(far / ALPHABET.length)];
    written[byte] = `${first}${far < 0 ? "" : ALPHABET[far % ALPHABET.length]}`;
  }
  return {
    code: `const text = "${Array.from(wasm, (byte) => written[byte]).join("")}";
const order = "${Buffer.from(order).toString("hex")}";

export function bytes() {
  const places = new Uint8Array(128);
  let place = 0;
  for (let code = 32; code < 127; code++) if (!'"\\\\\`$<'.includes(String.fromCharCode(code))) places[code] = place++;
  const values = Uint8Array.from({ length: 256 }, (_, rank) => parseInt(order.slice(rank * 2, rank * 2 + 2), 16));
  const out = new Uint8Array(${wasm.length});
  for (let from = 0, to = 0; from < text.length; from++) {
    let rank = places[text.charCodeAt(from)];
    if (rank >= ${SINGLE}) rank = ${SINGLE} + (rank - ${SINGLE}) * ${ALPHABET.length} + places[text.charCodeAt(++from)];
    out[to++] = values[rank];
  }
  return out;
}
`,
    types: TYPES,
  };
}
