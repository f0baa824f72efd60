// @ts-check
// The rules that no schema says, by hand and by BigInt.
import assert from "node:assert/strict";
import { test } from "node:test";
import { amends } from "./amends.mjs";
import { decimalsOf } from "./beyond-schema.mjs";
import { decimals } from "./currencies.mjs";
import { inputs } from "./examples.mjs";

const paywall = amends.paywall({ environment: "test" }).apmPartialRefund;
const simpleps = amends.simpleps({ environment: "sandbox" }).refund;
const { partialRefund, partialSettlement } = amends.worldpay({ environment: "try" });

/** @param {any} operation @param {unknown} input @returns {string[]} */
function codes(operation, input) {
  const found = operation.validate(input);
  return found.ok ? [] : found.issues.map((/** @type {any} */ { code, pointer }) => `${code} ${pointer}`);
}

test("a settlement's number is not above its total", () => {
  const good = inputs["worldpay.partialSettlement"];
  for (let number = 1; number < 6; number += 1) {
    for (let total = 1; total < 6; total += 1) {
      const expected = number > total ? ["bad_sequence /sequence/number"] : [];
      assert.deepEqual(codes(partialSettlement, { ...good, sequence: { number, total } }), expected);
    }
  }
});

test("decimals of a number, by its shortest form", () => {
  for (const [number, count] of /** @type {const} */ ([
    [1, 0],
    [1.5, 1],
    [1e21, 0],
    [1.5e-7, 8],
    [1e-7, 7],
    [250.01, 2],
    [0.1 + 0.2, 17],
  ])) {
    assert.equal(decimalsOf(number), count, String(number));
  }
  for (let thousandths = 1; thousandths <= 20_000; thousandths += 1) {
    const Amount = thousandths / 1000;
    const expected = BigInt(thousandths) % 10n === 0n ? [] : ["too_precise /Amount"];
    assert.deepEqual(codes(paywall, { UniqueCode: "u", Amount }), expected);
  }
});

test("decimals by the account's exponent", () => {
  for (let exponent = 0; exponent <= 28; exponent += 1) {
    const { apmPartialRefund } = amends.paywall({ environment: "test", exponent });
    for (let digits = 0; digits <= 27; digits += 1) {
      const Amount = digits === 0 ? "1" : `1.${"0".repeat(digits - 1)}1`;
      const expected = digits > exponent ? ["too_precise /Amount"] : [];
      assert.deepEqual(
        codes(apmPartialRefund, { UniqueCode: "u", Amount }),
        expected,
        `${Amount} ${exponent}`,
      );
    }
  }
});

test("decimals by the currency, of the input or of the account", () => {
  for (const [currency, count = 2] of decimals) {
    const account = amends.simpleps({ environment: "sandbox", currency }).refund;
    for (let digits = 0; digits <= 6; digits += 1) {
      const total = digits === 0 ? "1" : `1.${"0".repeat(digits - 1)}1`;
      const expected = digits > count ? ["too_precise /amount/total"] : [];
      for (const amount of [total, Number(total)]) {
        const named = { externalPaymentId: "p", amount: { total: amount, currency } };
        assert.deepEqual(codes(simpleps, named), expected, `${currency} ${total}`);
        assert.deepEqual(
          codes(account, { externalPaymentId: "p", amount: { total: amount } }),
          expected,
          currency,
        );
      }
    }
  }
});

test("a number at the edge of what is safe", () => {
  assert.deepEqual(codes(paywall, { UniqueCode: "u", Amount: 2 ** 53 - 1 }), []);
  assert.deepEqual(codes(paywall, { UniqueCode: "u", Amount: 2 ** 53 }), ["unsafe_number /Amount"]);
  assert.deepEqual(codes(paywall, { UniqueCode: "u", Amount: "9007199254740993.00" }), []);
});

test("Primer's fields of version 2.4 belong to it alone", () => {
  const input = inputs["primer.refund"];
  const old = amends.primer({ environment: "sandbox", apiVersion: "2.3" }).refund;
  assert.deepEqual(codes(old, input), ["unknown_field /transactionEventId", "unknown_field /expand"]);
  const { properties } = /** @type {any} */ (old.inputSchema);
  assert.deepEqual(Object.keys(properties), ["id", "idempotencyKey", "amount", "orderId", "reason"]);
});

test("an account's own currencies", () => {
  const value = { currency: "XTK", amount: 1 };
  const input = { ...inputs["worldpay.partialRefund"], value };
  assert.deepEqual(codes(partialRefund, input), ["unknown_currency /value/currency"]);
  const own = amends.worldpay({ environment: "try", currencies: { XTK: 0 } }).partialRefund;
  assert.deepEqual(codes(own, input), []);
  const { properties } = /** @type {any} */ (own.inputSchema);
  assert.ok(properties.value.properties.currency.enum.includes("XTK"));
});

test("an own field that is undefined is an issue at every place", () => {
  assert.deepEqual(codes(simpleps, { externalPaymentId: "p", amount: undefined }), ["wrong_type /amount"]);
  const amount = { total: "1", currency: undefined };
  assert.deepEqual(codes(simpleps, { externalPaymentId: "p", amount }), ["wrong_type /amount/currency"]);
});
