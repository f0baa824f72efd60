// @ts-check
// What a JSON Schema cannot say of an input, a named rule each. `tests/schemas/README.md` lists them.
import { decimals } from "./currencies.mjs";

/** @param {unknown} value @param {(value: unknown) => boolean} holds @returns {boolean} of it or anything within */
function somewhere(value, holds) {
  if (holds(value)) return true;
  return (
    typeof value === "object" &&
    value !== null &&
    Object.values(value).some((inner) => somewhere(inner, holds))
  );
}

/** A field that is `undefined` is an issue to the package, and absent to ajv. @param {unknown} input */
export function hasUndefined(input) {
  return somewhere(input, (value) => value === undefined);
}

/** @param {any} input */
export function sequenceBackwards(input) {
  return input?.sequence?.number > input?.sequence?.total;
}

/** The amount in major units, where the operation has one. @param {any} input */
function amountOf(input) {
  return input?.Amount ?? input?.amount?.total;
}

/** How many decimals a number has in its shortest form. @param {number} number */
export function decimalsOf(number) {
  const [, fraction = "", power = "0"] = /^-?\d+(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(number)) ?? [];
  return Math.max(0, fraction.length - Number(power));
}

/** `multipleOf` counts in doubles. @param {any} input */
export function tooPreciseNumber(input) {
  const amount = amountOf(input);
  return typeof amount === "number" && decimalsOf(amount) > 2;
}

/** The schemas know two decimals; a currency may have others. @param {any} input */
export function otherDecimals(input) {
  const currency = input?.amount?.currency;
  return currency !== undefined && decimals.has(currency) && decimals.get(currency) !== 2;
}

/** 2^53 itself: the hand-written schemas take it as an amount in major units. @param {any} input */
export function edgeOfSafety(input) {
  return amountOf(input) === 2 ** 53;
}

/** @param {any} input */
export function tooPreciseText(input) {
  const amount = amountOf(input);
  return typeof amount === "string" && /\.\d{3}/.test(amount);
}

/** JSON cannot write half of a pair, so a schema that is JSON cannot forbid it. @param {unknown} input */
export function hasLoneSurrogate(input) {
  return somewhere(input, (value) => typeof value === "string" && /\p{Cs}/u.test(value));
}
