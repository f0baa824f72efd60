// @ts-check
// ISO 4217 as published, from the npm package `currency-codes`: list one of 2024-06-25.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const xml = readFileSync(require.resolve("currency-codes/iso-4217-list-one.xml"), "utf8");

/** The date of the list. */
export const published = /Pblshd="([\d-]+)"/.exec(xml)?.[1];

/**
 * The decimals of each currency, undefined where the list says N.A. XAD and XCG joined it in 2025.
 * @type {Map<string, number | undefined>}
 */
export const decimals = new Map([
  ["XAD", 2],
  ["XCG", 2],
]);
for (const [, code = "", units = ""] of xml.matchAll(
  /<Ccy>(\w{3})<\/Ccy>[\s\S]*?<CcyMnrUnts>(.*?)<\/CcyMnrUnts>/g,
)) {
  decimals.set(code, units === "N.A." ? undefined : Number(units));
}

/** Every code, as the package's own list has them too. */
export const codes = [...decimals.keys()].sort();

/** @type {string[]} */
export const listed = require("currency-codes").codes();
