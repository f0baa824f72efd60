// @ts-check
// What the hand-written input schemas take and refuse, where a slip in a pattern would go unnoticed.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { Ajv2020 } from "ajv/dist/2020.js";

const ajv = new Ajv2020({ allErrors: true, strict: true });

/**
 * @param {string} operation
 * @param {Record<string, unknown>} good
 * @returns {(change: Record<string, unknown>) => boolean} whether the good input with a change is taken
 */
function takes(operation, good) {
  const text = readFileSync(new URL(`${operation}.input.schema.json`, import.meta.url), "utf8");
  const validate = ajv.compile(JSON.parse(text));
  assert.ok(validate(good), JSON.stringify(validate.errors));
  return (change) => validate({ ...good, ...change });
}

/**
 * @param {(change: Record<string, unknown>) => boolean} check
 * @param {string} field
 * @param {{ taken: unknown[], refused: unknown[] }} values
 */
function compare(check, field, { taken, refused }) {
  for (const value of taken)
    assert.equal(check({ [field]: value }), true, `${field}: ${JSON.stringify(value)}`);
  for (const value of refused)
    assert.equal(check({ [field]: value }), false, `${field}: ${JSON.stringify(value)}`);
}

const decimals = {
  taken: ["1", "0.01", "0.10", "10.5", "1".repeat(28), `${"1".repeat(26)}.00`, 1, 0.1, 2 ** 53],
  refused: [
    ...[
      "0",
      "0.00",
      "00.1",
      "01",
      ".5",
      "5.",
      "1.234",
      "+1",
      "-1",
      "1e2",
      "1_0",
      "1,0",
      " 1",
      "1\n",
      "١",
      "",
    ],
    ...["1".repeat(29), `${"1".repeat(27)}.00`],
    ...[0, -1, NaN, Infinity, 2 ** 53 + 2, null, true],
  ],
};

const texts = {
  taken: ["a", " ", "é", "😀"],
  refused: ["", "a\n", "\u0000", "\u007f", "\u0085", "\ud800", "\udc00a", 1, null],
};

test("worldpay.partialRefund", () => {
  const value = { currency: "GBP", amount: 1 };
  const check = takes("worldpay.partialRefund", { linkData: "eyJ.ab%3A", reference: "r", value });
  compare(check, "linkData", {
    taken: ["a.b", "%20", "%2B%3d", "...", "~-_", "%C3%A9"],
    refused: [
      ...["", ".", "..", "%2e", "%2E.", "a/b", "a?b", "a b", "é"],
      ...["a%2Fb", "a%2fb", "%5c", "%00", "%0D", "%1f", "%7F", "%", "%4"],
    ],
  });
  compare(check, "reference", texts);
  compare(check, "value", {
    taken: [
      { ...value, amount: 2147483647 },
      { ...value, acceptPartialAmount: false },
      { ...value, amount: 250.0 },
    ],
    refused: [
      null,
      { currency: "GBP" },
      { amount: 1 },
      { ...value, amount: 0 },
      { ...value, amount: 2147483648 },
      { ...value, amount: "1" },
      { ...value, amount: 1.5 },
      { ...value, currency: "gbp" },
      { ...value, acceptPartialAmount: null },
      { ...value, more: 1 },
    ],
  });
  compare(check, "sequence", { taken: [], refused: [{ number: 1, total: 2 }] });
});

test("worldpay.partialSettlement", () => {
  const value = { currency: "GBP", amount: 1 };
  const check = takes("worldpay.partialSettlement", { linkData: "a", reference: "r", value });
  compare(check, "sequence", {
    taken: [
      { number: 1, total: 2 },
      { number: 2147483647, total: 2147483647 },
    ],
    refused: [
      null,
      {},
      { number: 1 },
      { total: 1 },
      { number: 0, total: 1 },
      { number: 1, total: 2147483648 },
    ],
  });
});

test("paywall.apmPartialRefund", () => {
  const check = takes("paywall.apmPartialRefund", { UniqueCode: "u", Amount: "1.00" });
  compare(check, "UniqueCode", texts);
  compare(check, "Amount", decimals);
  compare(check, "uniqueCode", { taken: [], refused: ["u"] });
});

test("primer.refund", () => {
  const check = takes("primer.refund", { id: "p" });
  compare(check, "id", { taken: ["a/b", "%2e", "..."], refused: ["", ".", "..", "a\t", "\ud800"] });
  compare(check, "idempotencyKey", { taken: ["!~", "k-1"], refused: ["", "a b", "é", "a\u007f", "a\n"] });
  compare(check, "amount", {
    taken: [1, 2 ** 53 - 1, "remaining"],
    refused: [0, -1, 1.5, 2 ** 53, "full", "1", null],
  });
  compare(check, "reason", { taken: ["", "späť"], refused: ["a\nb", null] });
  compare(check, "transactionEventId", {
    taken: ["0190f3a2-1111-7abc-8def-0123456789AB"],
    refused: ["", "urn:uuid:0190f3a2-1111-7abc-8def-0123456789ab", "0190f3a2"],
  });
  compare(check, "expand", {
    taken: [[], ["transactions.events"]],
    refused: ["transactions.events", [1], null],
  });
});

test("simpleps.refund", () => {
  const check = takes("simpleps.refund", { externalPaymentId: "o" });
  compare(check, "amount", {
    taken: ["full", ...decimals.taken.map((total) => ({ total })), { total: "1", currency: "USD" }],
    refused: [
      ...[{}, null, "remaining", 1, "1", { currency: "USD" }, { total: 1, currency: "US" }],
      ...decimals.refused.map((total) => ({ total })),
    ],
  });
});
