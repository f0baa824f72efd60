// @ts-check
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startSandbox } from "./server.mjs";

/** @type {import("./server.mjs").Sandbox} */
let sandbox;
before(async () => {
  sandbox = await startSandbox({ credentials: { simpleps: { accessToken: "token-3" } } });
});
after(() => sandbox.close());

const headers = { authorization: "Bearer token-3", "content-type": "application/json" };

/**
 * @param {string} id
 * @param {string} [body] JSON text, so that the scale of a total is what it says; none for a full refund
 * @param {RequestInit} [change]
 */
async function refund(id, body, change) {
  const init = { method: "POST", headers, body, ...change };
  const response = await fetch(`${sandbox.url}/simpleps/payments/${id}/refund`, init);
  assert.equal(response.headers.get("content-type"), "application/json");
  const text = await response.text();
  return { status: response.status, text, body: JSON.parse(text) };
}

/** @param {string} total
 * @param {string} [currency] */
const part = (total, currency) =>
  `{"amount":{"total":${total}${currency === undefined ? "" : `,"currency":"${currency}"`}}}`;

/** @param {Awaited<ReturnType<typeof refund>>} answer */
const failed = ({ status, body }) => {
  assert.deepEqual(Object.keys(body), ["status", "message", "responseCode"]);
  assert.equal(body.status, status);
  return [status, body.responseCode];
};

test("no body returns everything", async () => {
  const { status, text, body } = await refund("order-1");
  assert.equal(status, 200);
  assert.deepEqual([body.approved, body.status, body.externalPaymentId], [true, "REFUNDED", "order-1"]);
  assert.match(text, /"amount":1000\.00,/);
  assert.equal(body.paymentId, body.parentPaymentId);
  assert.deepEqual(failed(await refund("order-1")), [400, "PAY_016"]);
});

test("parts stay PARTIALLY_REFUNDED until all is returned", async () => {
  const first = await refund("order-2", part("0.10", "USD"));
  assert.equal(first.body.status, "PARTIALLY_REFUNDED");
  assert.match(first.text, /"amount":0\.10,/);
  assert.notEqual(first.body.paymentId, first.body.parentPaymentId);
  const second = await refund("order-2", part("0.20"));
  assert.equal(second.body.parentPaymentId, first.body.parentPaymentId);
  assert.notEqual(second.body.paymentId, first.body.paymentId);
  assert.deepEqual(failed(await refund("order-2", part("999.71"))), [400, "PAY_016"]);
  assert.equal((await refund("order-2", part("999.70", "USD"))).body.status, "REFUNDED");
});

test("no body after a part asks for more than is left", async () => {
  await refund("order-3", part("1"));
  assert.deepEqual(failed(await refund("order-3")), [400, "PAY_016"]);
});

test("the currency must be the payment's", async () => {
  await refund("order-4", part("1", "USD"));
  assert.deepEqual(failed(await refund("order-4", part("1", "EUR"))), [400, "PAY_015"]);
});

test("bodies that break the schema", async () => {
  assert.deepEqual(failed(await refund("order-5", part("0"))), [400, "PAY_020"]);
  assert.deepEqual(failed(await refund("order-5", part("-1.5"))), [400, "PAY_020"]);
  assert.deepEqual(failed(await refund("order-5", part("1", "usd"))), [400, "PAY_021"]);
  for (const bad of [
    "{}",
    '{"amount":{}}',
    part('"1.00"'),
    '{"amount":{"total":1},"reason":"x"}',
    "{",
    "[]",
  ]) {
    assert.deepEqual(failed(await refund("order-5", bad)), [400, "CARD_010"], bad);
  }
});

test("401 SE_001 without a token, 403 SE_002 with a wrong one", async () => {
  const { authorization, ...anonymous } = headers;
  assert.deepEqual(failed(await refund("order-6", undefined, { headers: anonymous })), [401, "SE_001"]);
  const basic = { ...headers, authorization: "Basic dG9rZW4tMw==" };
  assert.deepEqual(failed(await refund("order-6", undefined, { headers: basic })), [401, "SE_001"]);
  const wrong = { ...headers, authorization: `${authorization}x` };
  assert.deepEqual(failed(await refund("order-6", undefined, { headers: wrong })), [403, "SE_002"]);
});

test("another path or method, no Content-Type, an id that is no UTF-8", async () => {
  assert.equal((await refund("order-7/x")).status, 404);
  assert.equal((await refund("order-7", undefined, { method: "PUT" })).status, 404);
  const { authorization } = headers;
  assert.deepEqual(failed(await refund("order-7", undefined, { headers: { authorization } })), [
    400,
    "CARD_010",
  ]);
  assert.deepEqual(failed(await refund("%FF")), [400, "PAY_012"]);
});

test("codes on request", async () => {
  for (const code of ["PAY_012", "PAY_016", "PAY_020", "PAY_021", "PAY_022", "PAY_024"]) {
    assert.deepEqual(failed(await refund(`sandbox-${code}`)), [400, code]);
  }
});

test("odd answers on request", async () => {
  /** @param {string} scenario */
  const read = async (scenario) => {
    const { status, body } = await refund(`sandbox-${scenario}`, part("5.00"));
    return [status, body.approved, body.status];
  };
  assert.deepEqual(await read("declined"), [200, false, "DECLINED"]);
  assert.deepEqual(await read("unknown-outcome"), [200, true, "SOMETHING_NEW"]);
  assert.deepEqual(await read("approved-declined"), [200, true, "DECLINED"]);
  assert.deepEqual(await read("unapproved-refunded"), [200, false, "PARTIALLY_REFUNDED"]);
  const { body } = await refund("sandbox-mismatch", part("5.00"));
  assert.deepEqual([body.externalPaymentId, body.amount], ["another-order", 0.01]);
});
