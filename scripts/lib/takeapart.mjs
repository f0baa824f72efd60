// @ts-check
/** Reads a WebAssembly module for text.mjs: instructions, and their numbers by kind. What it does not know fails. */
import { StepError } from "./run.mjs";

/**
 * The kinds of numbers that instructions have. `get` and `i32` are those of `local.get` and `i32.const`, of which there
 * are the most; an `address` is that of a text, or the like, in the data; an `offset` counts in what is aligned; a
 * constant `far` from zero is its bytes.
 * @typedef {"targets" | "depth" | "call" | "offset" | "set" | "tee" | "far" | "i64" | "address" | "i32" | "get"} Kind
 */
/**
 * Bytes that are the same wherever the instruction occurs, the numbers that follow them, and whether it ends a function.
 * @typedef {{ bytes: number[], kind?: Kind | undefined, numbers: number[], ends: boolean }} Instruction
 */
/** @typedef {{ declarations: number[], instructions: Instruction[] }} Body */

const CODE = 10;
// The commonest numbers are no numbers but part of their instruction: `local.get 0`, `i32.const 0` and `i32.const 1`.

/** Constants further from zero are bytes rather than a number. */
const FAR = 2 ** 29;
/** How far an address is from the first one at most. */
const DATA = 2 ** 16;

/** Those without numbers: `end` and what is like it, comparisons and all other arithmetic. @param {number} op */
const plain = (op) => [0, 1, 5, 11, 15, 26, 27].includes(op) || (op >= 0x45 && op <= 0xc4);

/**
 * @param {Uint8Array} wasm @param {number} base the first address of the data
 * @returns {{ before: Uint8Array, bodies: Body[], after: Uint8Array }}
 */
export function takeApart(wasm, base) {
  const reader = new Reader(wasm);
  reader.at = 8;
  for (;;) {
    const section = reader.byte();
    const end = reader.unsigned() + reader.at;
    if (section !== CODE) {
      reader.at = end;
      continue;
    }
    const count = reader.unsigned();
    const start = reader.at;
    const bodies = Array.from({ length: count }, () => body(reader, base));
    if (reader.at !== end) reader.fails("the code ends elsewhere");
    return { before: wasm.subarray(0, start), bodies, after: wasm.subarray(end) };
  }
}

/** @param {Reader} reader @param {number} base @returns {Body} */
function body(reader, base) {
  const end = reader.unsigned() + reader.at;
  const declarations = [reader.unsigned()];
  for (let left = Number(declarations[0]); left > 0; left--)
    declarations.push(reader.unsigned(), 127 - reader.byte());
  /** @type {Instruction[]} */
  const instructions = [];
  while (reader.at < end) {
    const { bytes, kind, numbers = [] } = instruction(reader, base);
    instructions.push({ bytes, kind, numbers, ends: reader.at === end });
  }
  if (reader.at !== end) reader.fails("a function ends elsewhere");
  return { declarations, instructions };
}

/** @param {Reader} reader @param {number} base @returns {{ bytes: number[], kind?: Kind, numbers?: number[] }} */
function instruction(reader, base) {
  const start = reader.at;
  const op = reader.byte();
  /** Nothing but bytes, after so many more numbers. @param {number} more */
  const bytes = (more) => {
    for (; more > 0; more--) reader.signed();
    return { bytes: [...reader.wasm.subarray(start, reader.at)] };
  };
  /** @param {Kind} kind */
  const one = (kind) => ({ bytes: [op], kind, numbers: [reader.unsigned()] });
  /** @param {Kind} kind */
  const constant = (kind) => {
    const value = reader.signed();
    if (kind === "i32" && value >= base && value < base + DATA) {
      return { bytes: [op], kind: /** @type {const} */ ("address"), numbers: [value - base] };
    }
    if (kind === "i32" && (value === 0 || value === 1)) return bytes(0);
    return value >= -FAR && value < FAR
      ? { bytes: [op], kind, numbers: [zigzag(value)] }
      : {
          bytes: [op],
          kind: /** @type {const} */ ("far"),
          numbers: [...reader.wasm.subarray(start + 1, reader.at)],
        };
  };
  if (op >= 0x28 && op <= 0x3e) {
    const align = reader.byte();
    const offset = reader.unsigned() / 2 ** align;
    return Number.isInteger(offset) ? { bytes: [op, align], kind: "offset", numbers: [offset] } : bytes(0);
  }
  if (plain(op)) return bytes(0);
  switch (op) {
    case 0x02: // block, loop, if: their type is one byte or an index
    case 0x03:
    case 0x04:
    case 0x23: // global.get, global.set
    case 0x24:
    case 0x3f: // memory.size, memory.grow
    case 0x40:
      return bytes(1);
    case 0x0c:
    case 0x0d:
      return one("depth");
    case 0x0e: {
      const numbers = [reader.unsigned()];
      for (let left = Number(numbers[0]); left >= 0; left--) numbers.push(reader.unsigned());
      return { bytes: [op], kind: "targets", numbers };
    }
    case 0x10:
      return one("call");
    case 0x11: // call_indirect
      return bytes(2);
    case 0x20: {
      const get = one("get");
      return get.numbers[0] === 0 ? bytes(0) : get;
    }
    case 0x21:
      return one("set");
    case 0x22:
      return one("tee");
    case 0x41:
      return constant("i32");
    case 0x42:
      return constant("i64");
    case 0x44: // f64.const
      reader.at += 8;
      return bytes(0);
    case 0xfc: {
      const more = reader.byte();
      if (more === 10) return bytes(2); // memory.copy
      if (more === 11) return bytes(1); // memory.fill
      return reader.fails(`instruction 0xfc ${more}`);
    }
    default:
      return reader.fails(`instruction 0x${op.toString(16)}`);
  }
}

/** Small where the number is near zero. @param {number} value */
export const zigzag = (value) => (value < 0 ? -2 * value - 1 : 2 * value);

class Reader {
  at = 0;

  /** @param {Uint8Array} wasm */
  constructor(wasm) {
    this.wasm = wasm;
  }

  byte() {
    const byte = this.wasm[this.at++];
    return byte ?? this.fails("its end");
  }

  unsigned() {
    return Number(this.leb().value);
  }

  signed() {
    const { value, bits, sign } = this.leb();
    return Number(sign ? value - (1n << bits) : value);
  }

  leb() {
    let value = 0n;
    for (let bits = 0n; ; ) {
      const byte = this.byte();
      value |= BigInt(byte & 127) << bits;
      bits += 7n;
      if (byte < 128) return { value, bits, sign: byte > 63 };
    }
  }

  /** @param {string} what @returns {never} */
  fails(what) {
    throw new StepError(`scripts/lib/takeapart.mjs does not know ${what}, at byte ${this.at} of the module`);
  }
}
