// @ts-check
/**
 * Carries the module inside a JavaScript file, as inline.mjs does, but taken apart, because what is alike compresses
 * better where it stands together:
 *
 * - Instructions are one stream of symbols, the commonest ones a character each, and so are the commonest pairs.
 * - Their numbers are a stream for each kind. Those of `local.get` and `i32.const` are cut by what instruction follows,
 *   which says most of what a number is for. Those of addresses are how far it is from the one before.
 * - In the data, texts stand apart from lengths and addresses.
 * - The lengths of functions are left out.
 *
 * All of it is characters that no charset, bundler or minifier can hurt. unpack.wat makes the same bytes of it again.
 */
import { readFileSync } from "node:fs";
import { brotliCompressSync } from "node:zlib";
import { ALPHABET, TYPES } from "./inline.mjs";
import { StepError } from "./run.mjs";
import { takeApart, zigzag } from "./takeapart.mjs";

/** Behind each stream but the last. */
const END = "~";
/** Brotli knows what follows a digit from what follows another character, so those that others must follow are digits. */
const DIGITS = [..."0123456789"];
const CHARACTERS = [...ALPHABET.filter((c) => c !== END && !DIGITS.includes(c)), ...DIGITS];
/**
 * The last character of a number is one of the first so many; if the number is large, others stand before it. Numbers
 * are often multiples of 16, so this is one.
 */
const FINAL = 80;
const LEADS = CHARACTERS.length - FINAL;
/** A constant of many bytes is symbols if it occurs so often, else bytes. */
const OFTEN = 8;
/** The bytes of a symbol at most. */
const LONGEST = 3;
/** So many pairs of symbols become one; each is tried, because brotli is off by a hundred bytes either way. */
const PAIRS = [10, 15, 20, 30];
/** The first address of the data, where the stack ends. */
const BASE = 2 ** 18;
/** Words below are lengths and the like. */
const SMALL = 2 ** 12;
/** Where the text lies in the memory of unpack.wat. */
const START = 2 ** 14;

/** @typedef {import("./takeapart.mjs").Instruction} Instruction */

/** The streams, in order. */
const STREAM = { table: 0, symbols: 1, declarations: 2, before: 3, runs: 4, words: 5, text: 6 };
/** Those of instructions; the last two are one for each four opcodes. @type {Record<import("./takeapart.mjs").Kind, number>} */
const KIND = {
  ...{ targets: 7, depth: 8, call: 9, offset: 10, set: 11, tee: 12, far: 13, i64: 14, address: 15 },
  ...{ i32: 16, get: 16 + 64 },
};
const STREAMS = 16 + 2 * 64;

/** @param {Uint8Array} wasm */
export async function asText(wasm) {
  const { before, bodies, after } = takeApart(wasm, BASE);
  const streams = Array.from({ length: STREAMS }, () => /** @type {number[]} */ ([]));
  const to = (/** @type {number} */ stream, /** @type {Iterable<number>} */ numbers) => {
    streams[stream]?.push(...numbers);
  };

  const instructions = cut(bodies.flatMap((body) => body.instructions));
  const { runs, words, text } = data(after);
  const { order, written } = characters(text);
  for (const { declarations } of bodies) to(STREAM.declarations, declarations);
  to(STREAM.before, before);
  to(STREAM.runs, runs);
  to(STREAM.words, words);
  let address = 0;
  for (const [index, { kind, numbers }] of instructions.entries()) {
    if (!kind) continue;
    if (kind === "address") {
      to(
        KIND.address,
        numbers.map((next) => zigzag(next - address)),
      );
      [address = 0] = numbers;
      continue;
    }
    const follows = instructions[index + 1]?.bytes[0] ?? 0;
    to(KIND[kind] + (KIND[kind] < KIND.i32 ? 0 : follows >> 2), numbers);
  }

  const parts = streams.map((numbers) => numbers.map(number).join(""));
  parts[STREAM.text] = text.map((byte) => written[byte]).join("");
  const [best] = PAIRS.map((pairs) => {
    const { table, symbols } = listed(instructions, pairs);
    parts[STREAM.table] = [...order, ...table].map(number).join("");
    parts[STREAM.symbols] = symbols.map(number).join("");
    const whole = parts.join(END);
    return { whole, size: brotliCompressSync(whole).length };
  }).sort((a, b) => a.size - b.size);
  const code = await script(best?.whole ?? "", wasm.length, before.length, instructions.length, order.length);
  const { bytes } = await import(`data:text/javascript,${encodeURIComponent(code)}`);
  if (Buffer.compare(bytes(), wasm) !== 0) throw new StepError("unpack.wat makes another module of the text");
  return { code, types: TYPES };
}

/** @param {number} value */
function number(value) {
  let text = CHARACTERS[value % FINAL] ?? "";
  for (let rest = Math.floor(value / FINAL); rest > 0; rest = Math.floor((rest - 1) / LEADS)) {
    text = CHARACTERS[FINAL + ((rest - 1) % LEADS)] + text;
  }
  return text;
}

/**
 * What there is, the commonest first.
 * @template T
 * @param {T[]} list
 */
function ranked(list) {
  /** @type {Map<T, number>} */
  const counts = new Map();
  for (const item of list) counts.set(item, (counts.get(item) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a).map(([item]) => item);
}

/**
 * No more bytes than a symbol has.
 * @param {Instruction[]} instructions
 */
function cut(instructions) {
  /** @type {Map<string, number>} */
  const far = new Map();
  for (const { kind, numbers } of instructions) {
    if (kind === "far") far.set(numbers.join(), (far.get(numbers.join()) ?? 0) + 1);
  }
  return instructions.flatMap((instruction) => {
    const often = instruction.kind === "far" && Number(far.get(instruction.numbers.join())) >= OFTEN;
    const last = often
      ? {
          ...instruction,
          bytes: [...instruction.bytes, ...instruction.numbers],
          kind: undefined,
          numbers: [],
        }
      : instruction;
    /** @type {Instruction[]} */
    const parts = [];
    let { bytes } = last;
    for (; bytes.length > LONGEST; bytes = bytes.slice(LONGEST)) {
      parts.push({ bytes: bytes.slice(0, LONGEST), numbers: [], ends: false });
    }
    return [...parts, { ...last, bytes }];
  });
}

/**
 * Symbols for the instructions, and the table that says which they are: of an instruction how many bytes, what kind of
 * numbers (that of declarations at the end of a function, because they are what follows), the bytes; of a pair 0 and its
 * halves.
 * @param {Instruction[]} instructions @param {number} count of pairs
 */
function listed(instructions, count) {
  const last = `${STREAM.declarations},`;
  let names = instructions.map(({ bytes, kind, ends }) =>
    [ends ? STREAM.declarations : kind ? KIND[kind] : 0, ...bytes].join(),
  );
  /** @type {Map<string, string[]>} */
  const pairs = new Map();
  for (let name = 0; name < count; name++) {
    const follow = names.map((first, at) => [first, String(names[at + 1])]);
    const [best] = ranked(
      follow.filter(([first = ""]) => !first.startsWith(last)).map((pair) => pair.join(" ")),
    );
    /** @type {string[]} */
    const shorter = [];
    for (let at = 0; at < names.length; at++) {
      const pair = follow[at] ?? [];
      if (pair.join(" ") === best) {
        pairs.set(`pair ${name}`, pair);
        shorter.push(`pair ${name}`);
        at += 1;
      } else shorter.push(String(names[at]));
    }
    names = shorter;
  }
  // Some halves are not left by themselves.
  const all = [...new Set([...ranked(names), ...[...pairs.values()].flat()])];
  // Which of those that take two characters is which does not matter, so the table is in order there.
  const order = [...all.slice(0, FINAL), ...all.slice(FINAL).sort()];
  const symbols = new Map(order.map((name, symbol) => [name, symbol]));
  const symbol = (/** @type {string} */ name) => symbols.get(name) ?? 0;
  const table = order.flatMap((name) => {
    const pair = pairs.get(name);
    if (pair) return [0, ...pair.map(symbol)];
    const [kind = 0, ...bytes] = name.split(",").map(Number);
    return [bytes.length, kind, ...bytes];
  });
  return { table: [order.length, ...table], symbols: names.map(symbol) };
}

/**
 * How many bytes of text, how many words, and so on; the words; the text. An address is told by how far it is from where
 * the text at the one before it ends, for which every other word counts as a length.
 * @param {Uint8Array} bytes
 */
function data(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const word = (/** @type {number} */ at) => {
    const value = at + 4 <= bytes.length ? view.getUint32(at, true) : Number.NaN;
    return value < SMALL || (value >= BASE && value < BASE + 2 ** 16) ? value : undefined;
  };
  const [best] = [0, 1, 2, 3]
    .map((aligned) => {
      /** @type {Record<"runs" | "words" | "text", number[]>} */
      const cut = { runs: [], words: [], text: [] };
      let end = BASE;
      for (let at = 0; at < bytes.length; ) {
        let from = at;
        while (at < bytes.length && !(at % 4 === aligned && word(at) !== undefined)) at += 1;
        cut.text.push(...bytes.subarray(from, at));
        cut.runs.push(at - from);
        from = at;
        for (let value = word(at); value !== undefined; value = word(at)) {
          cut.words.push(value < SMALL ? value * 2 : zigzag(value - end) * 2 + 1);
          end = value < SMALL ? end + value : value;
          at += 4;
        }
        cut.runs.push((at - from) / 4);
      }
      return cut;
    })
    .sort((a, b) => b.words.length - a.words.length);
  return /** @type {NonNullable<typeof best>} */ (best);
}

/**
 * How each byte of a text is written: the commonest as one character, the others as the last one and two for their
 * halves. A byte that is such a character stays it, so that texts remain texts.
 * @param {number[]} text
 */
function characters(text) {
  const single = CHARACTERS.slice(0, -1);
  const common = ranked(text).slice(0, single.length);
  const own = common.filter((byte) => single.includes(String.fromCharCode(byte)));
  const others = common.filter((byte) => !own.includes(byte));
  const order = single.map((c) => (own.includes(c.charCodeAt(0)) ? c.charCodeAt(0) : (others.shift() ?? 0)));
  const written = Array.from({ length: 256 }, (_, byte) =>
    common.includes(byte)
      ? single[order.indexOf(byte)]
      : [CHARACTERS.at(-1), CHARACTERS[byte >> 4], CHARACTERS[byte & 15]].join(""),
  );
  return { order, written };
}

/**
 * @param {string} text @param {number} length of the module @param {number} before in bytes, what stands before the code
 * @param {number} instructions @param {number} single how many bytes are written as one character
 */
async function script(text, length, before, instructions, single) {
  const out = START + text.length;
  // Addresses of four bytes.
  const list = Math.ceil((out + length) / 4 + 2) * 4;
  const unpacker = await assembled({
    ...{ PAGES: Math.ceil((list + 4 * instructions) / 2 ** 16), TEXT: START, OUT: out, LIST: list },
    ...{ BODIES: out + before, DONE: out + length, BASE, FINAL, LEADS, BEFORE_LEADS: FINAL - 1 },
    ...{
      END: CHARACTERS.length,
      DIGITS: CHARACTERS.indexOf("0") - 48,
      SINGLE: single,
      TABLE: STREAM.table,
      SYMBOLS: STREAM.symbols,
    },
    ...{ SYMBOLS_AT: 4 * STREAM.symbols, DECLARATIONS: STREAM.declarations, BEFORE: STREAM.before },
    ...{ RUNS: STREAM.runs, WORDS: STREAM.words, TEXT_AT: 4 * STREAM.text, TARGETS: KIND.targets },
    ...{
      LONG: KIND.i64,
      FAR: KIND.far,
      ADDRESS: KIND.address,
      OFFSET: KIND.offset,
      CONSTANT: KIND.i32,
      GET: KIND.get,
    },
  });
  // A loop, because a function for each byte takes longer than all that follows.
  return `const text = "${text}";
const unpacker = "${Buffer.from(unpacker).toString("base64")}";

export function bytes() {
  const binary = atob(unpacker);
  const wasm = new Uint8Array(binary.length);
  for (let at = 0; at < wasm.length; at++) wasm[at] = binary.charCodeAt(at);
  const { memory, unpack } = new WebAssembly.Instance(new WebAssembly.Module(wasm)).exports;
  new TextEncoder().encodeInto(text, new Uint8Array(memory.buffer, ${START}));
  unpack();
  return new Uint8Array(memory.buffer, ${out}, ${length});
}
`;
}

/** unpack.wat as bytes. @param {Record<string, number>} numbers by the names it has for them */
async function assembled(numbers) {
  const { default: binaryen } = await import("binaryen");
  const source = readFileSync(new URL("unpack.wat", import.meta.url), "utf8").replace(/;;.*/g, "");
  const module = binaryen.parseText(
    source.replace(/\b[A-Z][A-Z_]+\b/g, (name) => {
      const value = numbers[name];
      if (value === undefined)
        throw new StepError(`unpack.wat has a name that text.mjs does not know: ${name}`);
      return String(value);
    }),
  );
  const { BulkMemory, BulkMemoryOpt, MutableGlobals } = binaryen.Features;
  module.setFeatures(BulkMemory | BulkMemoryOpt | MutableGlobals);
  binaryen.setOptimizeLevel(2);
  binaryen.setShrinkLevel(1);
  module.optimize();
  const wasm = module.emitBinary();
  module.dispose();
  return wasm;
}
