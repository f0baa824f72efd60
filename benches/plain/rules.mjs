// @ts-check
/** The rules between two fields, which no schema language says. */
import { decimals, digitsOf } from "./amounts.mjs";

/** @typedef {{ code: string, path: (string | number)[], pointer: string, message: string }} Issue */

/** @param {(string | number)[]} path @returns {string} */
export function pointer(path) {
  let text = "";
  for (const step of path) text += `/${String(step).replaceAll("~", "~0").replaceAll("/", "~1")}`;
  return text;
}

/** @param {string} code @param {(string | number)[]} path @param {string} message @returns {Issue} */
export function issue(code, path, message) {
  return { code, path, pointer: pointer(path), message };
}

/** @param {Issue[]} issues @param {string} at */
const sound = (issues, at) => issues.every(({ pointer }) => !pointer.startsWith(at));

/** @type {Record<string, (input: any, issues: Issue[]) => void>} */
export const RULES = {
  "worldpay.partialSettlement"(input, issues) {
    const sequence = input?.sequence;
    if (sequence === undefined || !sound(issues, "/sequence")) return;
    if (sequence.number > sequence.total) {
      issues.push(issue("bad_sequence", ["sequence", "number"], "must not be above the total"));
    }
  },
  "paywall.apmPartialRefund"(input, issues) {
    if (input?.Amount !== undefined && sound(issues, "/Amount") && decimals(input.Amount) > 2) {
      issues.push(issue("too_precise", ["Amount"], "must have at most 2 decimals"));
    }
  },
  "simpleps.refund"(input, issues) {
    const amount = input?.amount;
    if (typeof amount !== "object" || !sound(issues, "/amount")) return;
    const digits = digitsOf(amount.currency);
    if (digits !== undefined && decimals(amount.total) > digits) {
      issues.push(issue("too_precise", ["amount", "total"], `must have at most ${digits} decimals`));
    }
  },
};
