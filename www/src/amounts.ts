/** What an amount means to a person. */
import { type Issue, money } from "amends";
import type { Field } from "./catalogue.js";
import type { AnyInput, AnyOperation, Settings } from "./client.js";
import { at, put } from "./paths.js";

/** One of each number of decimals, for an amount whose currency the request does not name. */
const SAMPLES = ["USD", "JPY", "KWD"];
const EXAMPLE = 250;
const NUMBERS = ["no", "one", "two", "three"];

/** What is filled in, and for whom. */
export interface Filled {
  operation: AnyOperation;
  settings: Settings;
  input: AnyInput;
}

interface Currency {
  code: string;
  exponent: number;
  /** The account says so, against ISO 4217 or where that is silent. */
  own: boolean;
  disputed: { where: string; exponent: number }[];
}

/** The line below the amount field at `path`. */
export function amountHint(
  { operation, settings, input }: Filled,
  field: Field,
  path: readonly string[],
): string {
  const value = String(at(input, path) ?? "");
  const given = at(input, [...path.slice(0, -1), field.currencyField ?? "currency"]);
  const currency = currencyOf(given, settings);
  if (field.kind === "major")
    return majorHint(value, currency?.code, decimalsAllowed(operation, path, input));
  return minorHint(
    value,
    currency,
    given === undefined ? "the payment’s own currency decides" : "the currency decides",
  );
}

function currencyOf(code: unknown, { currencies }: Settings): Currency | undefined {
  if (typeof code !== "string") return undefined;
  const own = at(currencies, [code]);
  if (typeof own === "number") return { code, exponent: own, own: true, disputed: [] };
  const known = money.exponent(code);
  return known && { code, exponent: known.iso, own: false, disputed: known.disputed };
}

function minorHint(value: string, currency: Currency | undefined, decides: string): string {
  const minor = Number(value);
  const whole = /^\d+$/.test(value) && Number.isSafeInteger(minor);
  const shown = whole ? minor : EXAMPLE;
  const start = whole ? `${shown} →` : `For example ${shown} →`;
  const meaning = (code: string, exponent?: number) =>
    format(money.toMajor(shown, code, exponent === undefined ? {} : { exponent }), code);
  if (currency === undefined)
    return `${start} ${SAMPLES.map((code) => meaning(code)).join(" or ")}: ${decides}`;
  const { code, exponent, own, disputed } = currency;
  const [first] = disputed;
  if (first === undefined) {
    const source = own ? " in this account" : "";
    return `${start} ${meaning(code, exponent)} (${code} has ${decimals(exponent)}${source})`;
  }
  const other = `${meaning(code, first.exponent)} by ${first.where}`;
  return `${start} ${meaning(code, exponent)} by ISO 4217, but ${other}`;
}

function majorHint(value: string, currency: string | undefined, allowed: number): string {
  const most = allowed === 0 ? "no decimals" : `${decimals(allowed)} at most`;
  if (!/^\d+(\.\d+)?$/.test(value))
    return `For example ${allowed === 0 ? "12" : `12.${"5".padEnd(allowed, "0")}`}; ${most}`;
  const [whole = "", fraction = ""] = value.split(".");
  const padded = allowed === 0 ? whole : `${whole}.${fraction.padEnd(allowed, "0")}`;
  const meaning =
    currency === undefined ? `${padded} in the payment’s own currency` : format(padded, currency);
  return fraction.length > allowed ? `Here: ${most}` : `${value} → ${meaning}; ${most}`;
}

function decimals(count: number): string {
  return `${NUMBERS[count] ?? count} decimal${count === 1 ? "" : "s"}`;
}

/** How many decimals the operation takes here and now: asked of itself, because accounts and currencies decide. */
function decimalsAllowed(operation: AnyOperation, path: readonly string[], input: AnyInput): number {
  const pointer = pointerOf(path);
  const tooPrecise = (count: number) => {
    const result = operation.validate(put(input, path, `0.${"1".padStart(count, "0")}`));
    return (
      !result.ok &&
      result.issues.some((issue: Issue) => issue.code === "too_precise" && issue.pointer === pointer)
    );
  };
  let allowed = 0;
  while (allowed < 27 && !tooPrecise(allowed + 1)) allowed += 1;
  return allowed;
}

/** Exact: the decimal text is never made a number. */
function format(major: string, currency: string): string {
  const digits = major.split(".")[1]?.length ?? 0;
  const style = { style: "currency", currency, currencyDisplay: "narrowSymbol" } as const;
  const exact = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return new Intl.NumberFormat("en", { ...style, ...exact }).format(major as `${number}`);
}

export function pointerOf(path: readonly (string | number)[]): string {
  return path.map((name) => `/${name}`).join("");
}
