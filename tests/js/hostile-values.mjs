// @ts-check
// JavaScript values that belong in no input, wherever they stand in it.
import { runInNewContext } from "node:vm";

/** Counts what must never happen: code of the value's own that ran. */
export const ran = { count: 0 };

function run() {
  ran.count += 1;
  return "payment-1";
}

class Instance {
  total = "25.00";
  number = 1;
  currency = "GBP";
  amount = 250;
}

class WithGetter {
  get total() {
    return run();
  }
}

/** @param {number} depth */
function deep(depth) {
  let value = {};
  for (let i = 0; i < depth; i += 1) value = { value };
  return value;
}

/** @param {number} depth */
function deepList(depth) {
  /** @type {unknown[]} */
  let value = [];
  for (let i = 0; i < depth; i += 1) value = [value];
  return value;
}

function cyclic() {
  /** @type {Record<string, unknown>} */
  const value = { total: "25.00" };
  value.value = value;
  return value;
}

function cyclicList() {
  /** @type {unknown[]} */
  const value = [];
  value.push(value);
  return value;
}

function manyKeys() {
  /** @type {Record<string, number>} */
  const value = {};
  for (let i = 0; i < 1_000_000; i += 1) value[`k${i}`] = i;
  return value;
}

/** Every trap throws, so nothing can be known of it. */
function throwing() {
  const handler = new Proxy(
    {},
    {
      get() {
        throw new Error("a trap");
      },
    },
  );
  return new Proxy({}, handler);
}

/** @param {object} target */
function revoked(target) {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
}

const parsed = JSON.parse('{"__proto__":{"total":"25.00","number":1,"currency":"GBP","amount":250}}');

/** @type {[name: string, make: () => unknown][]} */
export const hostile = [
  ["undefined", () => undefined],
  ["null", () => null],
  ["NaN", () => NaN],
  ["Infinity", () => Infinity],
  ["-Infinity", () => -Infinity],
  ["-0", () => -0],
  ["0", () => 0],
  ["-1", () => -1],
  ["1e21", () => 1e21],
  ["2**53", () => 2 ** 53],
  ["5e-324", () => 5e-324],
  ["a BigInt", () => 250n],
  ["a function", () => run],
  ["a class", () => Instance],
  ["a symbol", () => Symbol("payment-1")],
  ["a registered symbol", () => Symbol.for("payment-1")],
  ["a Map", () => new Map([["total", "25.00"]])],
  ["a Set", () => new Set(["a"])],
  ["a WeakMap", () => new WeakMap()],
  ["a Date", () => new Date(0)],
  ["a Date that is none", () => new Date(NaN)],
  ["a RegExp", () => /a/],
  ["an Error", () => new Error("payment-1")],
  ["a Promise", () => Promise.resolve("payment-1")],
  ["a class instance", () => new Instance()],
  ["an instance with a getter", () => new WithGetter()],
  ["a boxed string", () => Object("payment-1")],
  ["a boxed number", () => Object(250)],
  ["a boxed flag", () => Object(true)],
  ["a boxed BigInt", () => Object(250n)],
  ["a boxed symbol", () => Object(Symbol())],
  ["an ArrayBuffer", () => new ArrayBuffer(8)],
  ["a Uint8Array", () => new Uint8Array([49])],
  ["a DataView", () => new DataView(new ArrayBuffer(8))],
  ["a URL", () => new URL("https://example.com")],
  ["Headers", () => new Headers({ total: "1" })],
  ["a list of a number", () => [1]],
  ["a list of undefined", () => [undefined]],
  ["a list of null", () => [null]],
  ["a list of lists", () => [["a"]]],
  // biome-ignore lint/suspicious/noSparseArray: it is what is tested
  ["a sparse list", () => ["a", , "b"]],
  ["a list of holes", () => new Array(3)],
  ["a list with a getter", () => Object.defineProperty(["a"], "0", { get: run, enumerable: true })],
  ["an iterator", () => ["a"].values()],
  ["a generator", () => generate()],
  [
    "a getter",
    () =>
      Object.defineProperties(
        {},
        {
          total: { get: run, enumerable: true },
          number: { get: run, enumerable: true },
          currency: { get: run, enumerable: true },
        },
      ),
  ],
  ["toJSON", () => ({ toJSON: run })],
  ["valueOf and toString", () => ({ valueOf: run, toString: run, [Symbol.toPrimitive]: run })],
  ["a throwing Proxy", throwing],
  ["a revoked Proxy", () => revoked({})],
  ["a revoked Proxy of a list", () => revoked([])],
  ["a Proxy of a function", () => new Proxy(run, {})],
  ["a cyclic object", cyclic],
  ["a cyclic list", cyclicList],
  ["100,000 objects deep", () => deep(100_000)],
  ["100,000 lists deep", () => deepList(100_000)],
  ["2 MiB of text", () => "a".repeat(2 ** 21)],
  ["2 MiB of digits", () => "1".repeat(2 ** 21)],
  ["a key of 2 MiB", () => ({ ["a".repeat(2 ** 21)]: 1 })],
  ["an own __proto__", () => parsed],
  ["a key of U+0000", () => ({ "\0": "undefined" })],
  ["a key of two U+0000", () => ({ "\0\0": "undefined" })],
  ["a key that begins with U+0000", () => ({ "\0total": "25.00" })],
  ["text of U+0000", () => "\0"],
  ["half of a surrogate pair", () => "\ud800"],
  ["the other half", () => "a\udc00"],
  ["a pair the wrong way round", () => "\udc00\ud800"],
  ["a key with half of a pair", () => ({ "\ud800": 1 })],
  ["inherited fields", () => Object.create({ total: "25.00", number: 1, currency: "GBP", amount: 250 })],
  ["a Map of another realm", () => runInNewContext("new Map([['total', '1']])")],
  ["a Date of another realm", () => runInNewContext("new Date(0)")],
  ["an instance of another realm", () => runInNewContext("new (class A { total = '1' })()")],
  ["globalThis", () => globalThis],
  ["a line end", () => "a\nb"],
  ["a DEL", () => "a\u007fb"],
  ["a C1 control", () => "a\u0085b"],
];

/** Those that take a while to look at. @type {[name: string, make: () => unknown][]} */
export const huge = [
  ["the longest list", () => new Array(2 ** 32 - 1)],
  ["a long list", () => new Array(1_000_000).fill("a")],
  ["a million keys", manyKeys],
];

function* generate() {
  yield run();
}
