/** What an amount means to a person. */
import { type Issue, money } from "amends";
import type { Field } from "./catalogue.js";
import type { AnyInput, AnyOperation } from "./client.js";
import { at, put } from "./paths.js";

/** One of each number of decimals, for an amount whose currency the request does not name. */
const SAMPLES = ["USD", "JPY", "KWD"];
const EXAMPLE = 250;
const NUMBERS = ["no", "one", "two", "three"];

/** The line below an amount field. `path` is the field's, `input` all that is filled in. */
export function amountHint(
  operation: AnyOperation,
  field: Field,
  path: readonly string[],
  input: AnyInput,
): string {
  const value = String(at(input, path) ?? "");
  const given = at(input, [...path.slice(0, -1), field.currencyField ?? "currency"]);
  const currency = typeof given === "string" && money.exponent(given) ? given : undefined;
  if (field.kind === "major") return majorHint(value, currency, decimalsAllowed(operation, path, input));
  return minorHint(
    value,
    currency,
    given === undefined ? "the payment’s own currency decides" : "the currency decides",
  );
}

function minorHint(value: string, currency: string | undefined, decides: string): string {
  const minor = Number(value);
  const whole = /^\d+$/.test(value) && Number.isSafeInteger(minor);
  const shown = whole ? minor : EXAMPLE;
  const start = whole ? `${shown} →` : `For example ${shown} →`;
  const meaning = (code: string) => format(money.toMajor(shown, code), code);
  if (currency === undefined) return `${start} ${SAMPLES.map(meaning).join(" or ")}: ${decides}`;
  return `${start} ${meaning(currency)} (${currency} has ${decimals(money.exponent(currency)?.iso ?? 0)})`;
}

function majorHint(value: string, currency: string | undefined, allowed: number): string {
  const most = allowed === 0 ? "no decimals" : `${decimals(allowed)} at most`;
  if (!/^\d+(\.\d+)?$/.test(value)) return `For example ${(12.5).toFixed(Math.min(allowed, 20))}; ${most}`;
  const [whole = "", fraction = ""] = value.split(".");
  const padded = allowed === 0 ? whole : `${whole}.${fraction.padEnd(allowed, "0")}`;
  const meaning =
    currency === undefined ? `${padded} in the payment’s own currency` : format(padded, currency);
  return fraction.length > allowed ? `Too many decimals: ${most}` : `${value} → ${meaning}; ${most}`;
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
