// @ts-check
/** Exact amounts in major units, with big.js. */
import Big from "big.js";
import { CURRENCIES } from "./currencies.mjs";

const DECIMAL = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/;
const MOST_DIGITS = 28;

/** Whether an amount can be sent at all, whatever its currency. @param {unknown} value @returns {boolean} */
export function isAmount(value) {
  if (typeof value === "number") {
    return Number.isFinite(value) && Math.abs(value) <= Number.MAX_SAFE_INTEGER && new Big(value).gt(0);
  }
  return (
    typeof value === "string" &&
    DECIMAL.test(value) &&
    value.length - (value.includes(".") ? 1 : 0) <= MOST_DIGITS &&
    new Big(value).gt(0)
  );
}

/** How many decimals an amount is written with. @param {string | number} value */
export function decimals(value) {
  if (typeof value === "number") {
    const { c, e } = new Big(value);
    return Math.max(0, c.length - e - 1);
  }
  const point = value.indexOf(".");
  return point < 0 ? 0 : value.length - point - 1;
}

/** How many decimals a currency has; `undefined` for one that is not known. @param {string | undefined} currency */
export function digitsOf(currency) {
  return currency === undefined ? 2 : CURRENCIES.get(currency);
}

/** An amount as JSON text that keeps its zeros. @param {string | number} value */
export function amountText(value) {
  return typeof value === "number" ? new Big(value).toFixed() : value;
}

/** @param {string} left @param {string} right */
export function sameAmount(left, right) {
  return left === right || new Big(left).eq(right);
}
