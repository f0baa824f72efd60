// @ts-check
// Inputs that are nearly right: valid ones, changed at random, the same ones for the same seed.

/** @typedef {() => number} Random from 0 up to 1 */

/** @param {number} seed @returns {Random} mulberry32 */
export function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** @template T @param {Random} next @param {readonly T[]} list @returns {T} */
const pick = (next, list) => /** @type {T} */ (list[Math.floor(next() * list.length)]);

const TEXTS = [
  ...[
    "",
    " ",
    "a",
    "A-1",
    "späť",
    "😀",
    "\ud800",
    "a\udc00b",
    "\udc00\ud800",
    "\u0000",
    "a\n",
    "\u007f",
    "\u0085",
  ],
  ...[
    "\u2028",
    "\ufeff",
    "a b",
    "a:b",
    "a/b",
    "a%2Fb",
    "%2e",
    "..",
    ".",
    "...",
    "%",
    "%4",
    "%zz",
    "%C3%A9",
    "%00",
  ],
  ...["%7f", "%5C", "%2B%3d", "~-_.", "é", "remaining", "full", "Remaining", "null", "NaN", "a".repeat(129)],
  ...[
    "0190f3a2-1111-7abc-8def-0123456789ab",
    "0190F3A2-1111-7ABC-8DEF-0123456789AB",
    "0190f3a2-1111-7abc-8def",
  ],
  ...["{0190f3a2-1111-7abc-8def-0123456789ab}", "transactions.events", "__proto__", "constructor"],
];
const DECIMALS = [
  ...[
    "0",
    "0.00",
    "0.01",
    "0.10",
    "1",
    "1.5",
    "1.50",
    "1.505",
    "01",
    "1.",
    ".5",
    "-1",
    "+1",
    "1e2",
    "1_0",
    "1,5",
  ],
  ...[
    " 1",
    "1 ",
    "١",
    "1".repeat(26),
    `${"1".repeat(26)}.00`,
    "1".repeat(28),
    "1".repeat(29),
    `0.${"0".repeat(27)}1`,
  ],
  ...[
    `1.${"0".repeat(27)}`,
    `1.${"0".repeat(28)}`,
    "9007199254740993",
    "25.00",
    "1.1.1",
    "0x1",
    "1\n",
    "1.0001",
  ],
];
const NUMBERS = [
  ...[0, -0, 1, -1, 2, 3, 0.5, 1.5, 250, 250.01, 250.001, 0.1 + 0.2, 1e-7, 5e-324, 2147483647, 2147483648],
  ...[2 ** 53 - 1, 2 ** 53, 2 ** 53 + 2, 2 ** 63, 1e21, 1e300, Infinity, -Infinity, NaN, -2147483648, 1e2],
];
const CODES = [
  "GBP",
  "EUR",
  "JPY",
  "KWD",
  "CLF",
  "XAU",
  "XXX",
  "XCG",
  "XAD",
  "XYZ",
  "gbp",
  "GB",
  "GBPX",
  "£",
  "G1P",
  "ISK",
];
const OTHERS = [
  null,
  true,
  false,
  undefined,
  [],
  [1],
  ["a"],
  [null],
  ["a\n"],
  ["\ud800"],
  {},
  { a: 1 },
  [["a"]],
];
const NAMES = [
  "amount",
  "total",
  "currency",
  "value",
  "reason",
  "Amount",
  "uniqueCode",
  "extra",
  "__proto__",
  "\0",
  "\ud800",
  "",
];

/** @param {Random} next @returns {unknown} */
function anything(next) {
  const list = pick(
    next,
    /** @type {unknown[][]} */ ([TEXTS, TEXTS, DECIMALS, DECIMALS, NUMBERS, NUMBERS, CODES, OTHERS]),
  );
  return structuredClone(pick(next, list));
}

/** A value near another. @param {Random} next @param {unknown} value @returns {unknown} */
function near(next, value) {
  if (typeof value === "string") {
    const at = Math.floor(next() * (value.length + 1));
    const piece = pick(next, [pick(next, TEXTS), pick(next, DECIMALS), "0", "9", ".", "%", "A"]);
    return value.slice(0, at) + piece + value.slice(at + (next() < 0.5 ? 1 : 0));
  }
  if (typeof value === "number") {
    const step = pick(next, [1, -1, 0.1, 0.01, 0.001, 1e-9]);
    return pick(next, [
      value + step,
      value * 10,
      value / 10,
      value / 100,
      -value,
      String(value),
      Math.floor(next() * 2 ** 31),
    ]);
  }
  return anything(next);
}

/** Sets an own property, whatever its name. @param {object} object @param {string} name @param {unknown} value */
function set(object, name, value) {
  Object.defineProperty(object, name, { value, enumerable: true, writable: true, configurable: true });
}

/** Changes one thing in an object, or within it. @param {Random} next @param {any} object */
function mutate(next, object) {
  const names = Object.keys(object);
  const name = pick(next, names);
  const chance = next();
  if (name === undefined || chance < 0.08) return set(object, pick(next, NAMES), anything(next));
  const value = object[name];
  if (typeof value === "object" && value !== null && chance < 0.7) return mutate(next, value);
  if (chance < 0.2) return void delete object[name];
  if (chance < 0.25) {
    delete object[name];
    return set(object, near(next, name)?.toString() ?? "", value);
  }
  set(object, name, chance < 0.6 ? near(next, value) : anything(next));
}

/**
 * @param {Random} next @param {any} good a valid input; it is not changed
 * @returns {unknown}
 */
export function nearlyValid(next, good) {
  if (next() < 0.002) return anything(next);
  const input = structuredClone(good);
  // Optional fields come and go; the required ones mostly stay.
  for (const name of Object.keys(input)) if (next() < 0.15) delete input[name];
  const changes = Math.floor(next() * 3);
  for (let i = 0; i < changes; i += 1) mutate(next, input);
  return next() < 0.3 ? { ...good, ...input } : input;
}
