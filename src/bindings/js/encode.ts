/**
 * JavaScript values as JSON text that loses nothing Rust has to judge. What JSON cannot say (undefined, NaN, a
 * Map, a getter) becomes an object whose only key is U+0000; a key of the value's own that starts with U+0000
 * gets one more in front, so the two cannot be confused. For Rust alone, the places of documented names in its tables are
 * written instead of them, and long strings as they are.
 *
 * The text is written as bytes, character by character where it is short: pieces of text would have to be joined before
 * they can be converted, and that costs more.
 */

/** Room for nearly every input. */
const USUAL = 1 << 14;
/** The bound of the Rust side, in bytes. */
const LONGEST = 1 << 20;
/** No documented input nests deeper. */
const DEEPEST = 4;
/** Longer strings are sooner written by the engine. */
const SHORT = 200;
/** From here on, strings are sooner written as {@link raw} ones, up to the length that two characters can tell. */
const RAW_LEAST = 57;
const RAW_MOST = 0xfff;

const SPACE = 0x20;
const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPENING_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSING_BRACKET = 0x5d;
const OPENING_BRACE = 0x7b;
const CLOSING_BRACE = 0x7d;
const TILDE = 0x7e;

/** What the Rust side reads for a name and its colon where a table has that name at its first place. */
const FIRST_PLACE = 0x23;
/** What it reads before a raw string, and before its length, six bits a character. */
const RAW = 0x27;
const ZERO = 0x30;

export type Wanted = (name: string) => boolean;

/** The names of an object that are documented, in their order, each with those of the object that it names. */
export interface Names {
  readonly [name: string]: Names | null;
}

/** The same, to look up what stands for a name. */
export class Places {
  readonly names: readonly string[];
  readonly within: readonly (Places | undefined)[];

  constructor(names: Names) {
    this.names = Object.keys(names);
    this.within = Object.values(names).map((inner) => (inner ? new Places(inner) : undefined));
  }
}

/** There is no room for all of it. */
class TooLong extends Error {}

const encoder = new TextEncoder();
/** Whether what is written is not for everyone, but for the Rust side alone, which reads more than JSON. */
let shorthand = false;
/** Whether everything that was written of a value is ASCII, as far as that is known. */
let plain = true;
/** An array from a place on: the long string of one input mostly stands where that of the last one stood. */
let rest: Uint8Array | undefined;
let restOf: Uint8Array | undefined;
let restAt = 0;
/** Where the last value was written; nobody's while one is written, because a Proxy may run code. */
let spare: Uint8Array | undefined;

/**
 * The bytes of JSON, which stand there until the next call. Never throws. `wanted` may leave out names of the outermost
 * object.
 */
export function encode(value: unknown, wanted?: Wanted): Uint8Array {
  let to = spare ?? new Uint8Array(USUAL);
  spare = undefined;
  let { length } = encodeInto(to, value, undefined, wanted);
  if (length < 0 && to.length < LONGEST) {
    // Where one is so long, others are, too: the room is kept.
    to = new Uint8Array(LONGEST);
    ({ length } = encodeInto(to, value, undefined, wanted));
  }
  spare = to;
  return to.subarray(0, length < 0 ? mark(to, 0, "too long") : length);
}

/** What was written of a value. */
interface Encoded {
  /** In bytes; below zero where there was no room for all of it. */
  readonly length: number;
  /** Whether it is known to be ASCII. */
  readonly plain: boolean;
}

/**
 * Writes a value as bytes: JSON, but that with `places` the names that have one are not written, and long strings stand as
 * they are. What is written beyond the end of an array is lost, and nothing else comes of it.
 */
export function encodeInto(to: Uint8Array, value: unknown, places?: Places, wanted?: Wanted): Encoded {
  const before = shorthand;
  shorthand = places !== undefined;
  plain = true;
  try {
    return { length: bounded(to, write(to, 0, value, 0, places, wanted)), plain };
  } catch {
    return { length: -1, plain };
  } finally {
    // A Proxy may have written something else in the midst of another value.
    shorthand = before;
  }
}

/**
 * An object without a class. One of another realm (a frame, a test runner) has that realm's Object.prototype;
 * any other prototype may hold values that nobody would see here.
 */
export function isPlain(object: object): boolean {
  const proto: unknown = Object.getPrototypeOf(object);
  if (proto === null || proto === Object.prototype) return true;
  return Object.getPrototypeOf(proto) === null && Object.hasOwn(proto as object, "isPrototypeOf");
}

/** Each of these writes something `at` a place and tells where it ends. */
function write(
  to: Uint8Array,
  at: number,
  value: unknown,
  depth: number,
  places?: Places,
  wanted?: Wanted,
): number {
  switch (typeof value) {
    case "string":
      return string(to, at, value);
    case "number":
      if (!Number.isFinite(value)) return mark(to, at, String(value));
      return ascii(to, at, Object.is(value, -0) ? "-0" : String(value));
    case "boolean":
      return ascii(to, at, String(value));
    case "object":
      return value === null ? ascii(to, at, "null") : object(to, at, value, depth, places, wanted);
    case "undefined":
      return mark(to, at, "undefined");
    default:
      return mark(to, at, `a ${typeof value}`);
  }
}

function mark(to: Uint8Array, at: number, what: string): number {
  return ascii(to, at, `{"\\u0000":"${what}"}`);
}

/** A short text of visible ASCII, as it is. */
function ascii(to: Uint8Array, at: number, text: string): number {
  for (let index = 0; index < text.length; index += 1) to[at + index] = text.charCodeAt(index);
  return at + text.length;
}

/** A string that is no name. */
function string(to: Uint8Array, at: number, value: string): number {
  const { length } = value;
  return shorthand && length >= RAW_LEAST && length <= RAW_MOST ? raw(to, at, value) : text(to, at, value);
}

function text(to: Uint8Array, at: number, value: string): number {
  const { length } = value;
  if (length > SHORT) return anyText(to, at, value);
  let next = at;
  to[next++] = QUOTE;
  for (let index = 0; index < length; index += 1) {
    const unit = value.charCodeAt(index);
    // The two ranges beside the backslash, one comparison each: nothing else takes as much of the time.
    if (
      (unit - CLOSING_BRACKET) >>> 0 > TILDE - CLOSING_BRACKET &&
      ((unit - SPACE) >>> 0 >= BACKSLASH - SPACE || unit === QUOTE)
    ) {
      return anyText(to, at, value);
    }
    to[next++] = unit;
  }
  to[next++] = QUOTE;
  return next;
}

/** A string of ASCII without escapes: its length, and then all of it between quotes, whatever it holds. */
function raw(to: Uint8Array, at: number, text: string): number {
  const { length } = text;
  const from = at + 4;
  if (rest === undefined || restOf !== to || restAt !== from) {
    rest = to.subarray(from);
    restOf = to;
    restAt = from;
  }
  const { read, written } = encoder.encodeInto(text, rest);
  // Any other character is more than a byte, and where there is no room, not all of them are read.
  if (read !== length || written !== length) return anyText(to, at, text);
  to[at] = RAW;
  to[at + 1] = ZERO + (length >> 6);
  to[at + 2] = ZERO + (length & 63);
  to[from - 1] = QUOTE;
  to[from + length] = QUOTE;
  return from + length + 1;
}

/** Halves of surrogate pairs, which UTF-8 cannot carry, are escaped as well. */
function anyText(to: Uint8Array, at: number, text: string): number {
  plain = false;
  bounded(to, at + text.length);
  const json = JSON.stringify(text);
  const { read, written } = encoder.encodeInto(json, to.subarray(at));
  if (read < json.length) throw new TooLong();
  return at + written;
}

function bounded(to: Uint8Array, at: number): number {
  if (at > to.length) throw new TooLong();
  return at;
}

function object(
  to: Uint8Array,
  at: number,
  value: object,
  depth: number,
  places?: Places,
  wanted?: Wanted,
): number {
  if (depth > DEEPEST) return mark(to, at, "a value nested too deep");
  try {
    if (Array.isArray(value)) return list(to, at, value, depth);
    if (isPlain(value)) return members(to, at, value, depth, places, wanted);
    return mark(to, at, value instanceof Unread ? value.what : nameOf(value));
  } catch (thrown) {
    if (thrown instanceof TooLong) throw thrown;
    return mark(to, at, "an object that cannot be read");
  }
}

function list(to: Uint8Array, from: number, items: readonly unknown[], depth: number): number {
  let at = from;
  to[at++] = OPENING_BRACKET;
  for (let index = 0; index < items.length; index += 1) {
    if (index > 0) to[at++] = COMMA;
    at = bounded(to, write(to, at, ownValue(items, String(index)), depth + 1));
  }
  to[at++] = CLOSING_BRACKET;
  return at;
}

function members(
  to: Uint8Array,
  from: number,
  object: object,
  depth: number,
  places?: Places,
  wanted?: Wanted,
): number {
  let at = from;
  let expected = 0;
  let before = OPENING_BRACE;
  // Not only the enumerable ones: an amount that hides must not become a full refund.
  for (const name of Object.getOwnPropertyNames(object)) {
    if (wanted && !wanted(name)) continue;
    to[at++] = before;
    before = COMMA;
    // Most inputs name their fields in documented order.
    const place = places ? (places.names[expected] === name ? expected : places.names.indexOf(name)) : -1;
    if (place >= 0) {
      to[at++] = FIRST_PLACE + place;
      expected = place + 1;
    } else {
      at = text(to, at, name.charCodeAt(0) === 0 ? `\0${name}` : name);
      to[at++] = COLON;
    }
    at = bounded(
      to,
      write(to, at, ownValue(object, name), depth + 1, place < 0 ? undefined : places?.within[place]),
    );
  }
  if (before === OPENING_BRACE) to[at++] = OPENING_BRACE;
  to[at++] = CLOSING_BRACE;
  return at;
}

/** What stands for a value that must not be read. */
class Unread {
  constructor(readonly what: string) {}
}

/** Reads an own value once, without running a getter. */
function ownValue(object: object, key: string): unknown {
  const property = Object.getOwnPropertyDescriptor(object, key);
  if (property === undefined) return undefined;
  if (!property.enumerable) return new Unread("a property that is not enumerable");
  return "value" in property ? property.value : new Unread("a getter");
}

function nameOf(object: object): string {
  if (object instanceof Map) return "a Map";
  if (object instanceof Set) return "a Set";
  if (object instanceof Date) return "a Date";
  return "a class instance";
}
