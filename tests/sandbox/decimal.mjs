// @ts-check
// Sums of money out of JSON numbers, in BigInt: a double would make 0.1 + 0.2 more than 0.3.

/** `digits` / 10^`scale`.
 * @typedef {{ digits: bigint, scale: number }} Decimal */

/**
 * @param {string} text a JSON number, exponents included
 * @returns {Decimal}
 */
export function decimal(text) {
  const [, whole, fraction = "", exponent = "0"] =
    /^(-?\d+)(?:\.(\d+))?(?:[eE]([-+]?\d+))?$/.exec(text) ?? [];
  if (whole === undefined) throw new Error(`"${text}" is not a JSON number.`);
  const scale = fraction.length - Number(exponent);
  const digits = BigInt(whole + fraction);
  return scale < 0 ? { digits: digits * 10n ** BigInt(-scale), scale: 0 } : { digits, scale };
}

/**
 * @param {Decimal} left
 * @param {Decimal} right
 * @returns {Decimal}
 */
export function minus(left, right) {
  const scale = Math.max(left.scale, right.scale);
  return { digits: raised(left, scale) - raised(right, scale), scale };
}

/**
 * @param {Decimal} value
 * @param {number} scale
 */
function raised(value, scale) {
  return value.digits * 10n ** BigInt(scale - value.scale);
}
