/**
 * JavaScript values as JSON text that loses nothing Rust has to judge. What JSON cannot say (undefined, NaN, a
 * Map, a getter) becomes an object whose only key is U+0000; a key of the value's own that starts with U+0000
 * gets one more in front, so the two cannot be confused.
 */

/** The bound of the Rust side, in bytes; a text has at least as many bytes as UTF-16 units. */
const LONGEST = 1 << 20;
/** No documented input nests deeper. */
const DEEPEST = 4;

/** What JSON escapes, and halves of surrogate pairs, which UTF-8 cannot carry. */
const SPECIAL = /["\\\p{Cc}\p{Cs}]/u;
/**
 * Names met so far, as they are written; most inputs have the same ones. The fewer pieces a text is made of, the sooner
 * they are joined, so what stands around a name is part of it.
 */
const NAMES = new Map<string, Written>();
const MOST_NAMES = 256;

/** A member's beginning, the first of an object's and another, before any value and before a string. */
type Written = readonly [first: string, next: string, firstText: string, nextText: string];

type Wanted = (name: string) => boolean;

class TooLong extends Error {}

function named(name: string): Written {
  let written = NAMES.get(name);
  if (written === undefined) {
    const quoted = JSON.stringify(name.startsWith("\0") ? `\0${name}` : name);
    written = [`{${quoted}:`, `,${quoted}:`, `{${quoted}:"`, `,${quoted}:"`];
    if (NAMES.size < MOST_NAMES && name.length < MOST_NAMES) NAMES.set(name, written);
  }
  return written;
}

/** Never throws. `wanted` may leave out names of the outermost object. */
export function encode(value: unknown, wanted?: Wanted): string {
  try {
    return new Encoder().value(value, 0, wanted);
  } catch {
    return mark("too long");
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

function mark(what: string): string {
  return `{"\\u0000":"${what}"}`;
}

class Encoder {
  #room = LONGEST;

  value(value: unknown, depth: number, wanted?: Wanted): string {
    switch (typeof value) {
      case "string":
        return this.text(value);
      case "number":
        return Number.isFinite(value) ? (Object.is(value, -0) ? "-0" : String(value)) : mark(String(value));
      case "boolean":
        return String(value);
      case "object":
        return value === null ? "null" : this.object(value, depth, wanted);
      case "undefined":
        return mark("undefined");
      default:
        return mark(`a ${typeof value}`);
    }
  }

  text(text: string): string {
    this.take(text.length);
    return SPECIAL.test(text) ? JSON.stringify(text) : `"${text}"`;
  }

  take(length: number): void {
    this.#room -= length + 1;
    if (this.#room < 0) throw new TooLong();
  }

  object(object: object, depth: number, wanted: Wanted | undefined): string {
    if (depth > DEEPEST) return mark("a value nested too deep");
    try {
      if (Array.isArray(object)) return this.list(object, depth);
      if (isPlain(object)) return this.members(object, depth, wanted);
      return mark(object instanceof Unread ? object.what : nameOf(object));
    } catch (thrown) {
      if (thrown instanceof TooLong) throw thrown;
      return mark("an object that cannot be read");
    }
  }

  list(list: readonly unknown[], depth: number): string {
    let text = "";
    for (let index = 0; index < list.length; index += 1) {
      this.take(1);
      text += `${index === 0 ? "" : ","}${this.value(ownValue(list, String(index)), depth + 1)}`;
    }
    return `[${text}]`;
  }

  members(object: object, depth: number, wanted: Wanted | undefined): string {
    let text = "";
    let first = true;
    // Not only the enumerable ones: an amount that hides must not become a full refund.
    for (const key of Object.getOwnPropertyNames(object)) {
      if (wanted && !wanted(key)) continue;
      this.take(key.length);
      const name = named(key);
      const value = ownValue(object, key);
      if (typeof value === "string" && !SPECIAL.test(value)) {
        this.take(value.length);
        text += `${name[first ? 2 : 3]}${value}"`;
      } else {
        text += name[first ? 0 : 1] + this.value(value, depth + 1);
      }
      first = false;
    }
    return first ? "{}" : `${text}}`;
  }
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
