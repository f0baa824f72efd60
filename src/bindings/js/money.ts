import { encode } from "./encode.js";
import { call, put, putBytes } from "./instance.js";

/** Exact conversions between major and minor units. Nothing is ever rounded. */
export const money = {
  /**
   * `"2.50"`, `"GBP"` → 250. A number is taken by its shortest decimal form; a string is safer.
   * `exponent` replaces the one of ISO 4217.
   * No amount to send is below zero, so a sign is refused. Throws `InvalidInputError`: `too_precise`, `unsafe_number`, `unknown_currency`, `bad_format`, `out_of_range`,
   * `wrong_type`.
   */
  toMinor(value: string | number, currency: string, options?: { exponent?: number }): number {
    const bytes = encode([value, currency, options?.exponent]);
    return Number(call(undefined, (core) => core.toMinor(putBytes(core, bytes))));
  },
  /**
   * 250, `"GBP"` → `"2.50"`: all the decimals of the currency. A balance may be below zero: -250 is `"-2.50"`.
   * Throws `InvalidInputError`.
   */
  toMajor(minor: number, currency: string, options?: { exponent?: number }): string {
    const bytes = encode([minor, currency, options?.exponent]);
    return call(undefined, (core) => core.toMajor(putBytes(core, bytes)));
  },
  /** ISO 4217's exponent, and who is known to differ; `undefined` for a code that has none or is not there. */
  exponent(currency: string): { iso: number; disputed: { where: string; exponent: number }[] } | undefined {
    if (typeof currency !== "string") return undefined;
    return JSON.parse(call(undefined, (core) => core.exponent(put(core, currency)))) ?? undefined;
  },
};
