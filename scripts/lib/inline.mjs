// @ts-check
/**
 * Carries bytes inside a JavaScript file; text.mjs carries the module that is downloaded. What the package sees is
 * `bytes(): Uint8Array` in either case.
 *
 * The commonest bytes become one character each and the others two, all of them printable ASCII: no charset, bundler or
 * minifier can hurt it, and it compresses nearly as well as the bytes themselves (base64, which cuts bytes in pieces,
 * costs 30 % more). A byte that is such a character stays it, so that texts among the bytes remain texts.
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
export const ALPHABET = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i)).filter(
  (c) => !'"\\`$<'.includes(c),
);
export const TYPES = `/** The bytes, decoded on each call. */
export function bytes(): Uint8Array<ArrayBuffer>;
`;

/** The last characters are the first of two. */
const SINGLE = ALPHABET.length - 2;

/** @param {Uint8Array} wasm */
export function inline(wasm) {
  const counts = new Array(256).fill(0);
  for (const byte of wasm) counts[byte] += 1;
  const common = [...counts.keys()].sort((a, b) => counts[b] - counts[a]).slice(0, SINGLE);
  const single = ALPHABET.slice(0, SINGLE);
  const own = new Set(common.filter((byte) => single.includes(String.fromCharCode(byte))));
  const others = common.filter((byte) => !own.has(byte));
  // What each single character stands for, then the bytes that take two, in order.
  const order = single.map((c) => (own.has(c.charCodeAt(0)) ? c.charCodeAt(0) : Number(others.shift())));
  for (let byte = 0; byte < 256; byte++) if (!order.includes(byte)) order.push(byte);
  /** @type {string[]} */
  const written = [];
  for (const [rank, byte] of order.entries()) {
    const far = rank - SINGLE;
    const first = ALPHABET[far < 0 ? rank : SINGLE + Math.floor(far / ALPHABET.length)];
    written[byte] = `${first}${far < 0 ? "" : ALPHABET[far % ALPHABET.length]}`;
  }
  return {
    code: `const text = "${Array.from(wasm, (byte) => written[byte]).join("")}";
const single = "${Buffer.from(order.slice(0, SINGLE)).toString("hex")}";

export function bytes() {
  const order = single.match(/../g).map((hex) => parseInt(hex, 16));
  for (let byte = 0; byte < 256; byte++) if (!order.includes(byte)) order.push(byte);
  const places = [];
  for (let code = 32, place = 0; code < 127; code++) {
    if (!'"\\\\\`$<'.includes(String.fromCharCode(code))) places[code] = place++;
  }
  const out = new Uint8Array(${wasm.length});
  for (let from = 0, to = 0; from < text.length; from++) {
    let place = places[text.charCodeAt(from)];
    if (place >= ${SINGLE}) place = ${SINGLE} + (place - ${SINGLE}) * ${ALPHABET.length} + places[text.charCodeAt(++from)];
    out[to++] = order[place];
  }
  return out;
}
`,
    types: TYPES,
  };
}
