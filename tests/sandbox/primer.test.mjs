// @ts-check
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startSandbox } from "./server.mjs";

/** @type {import("./server.mjs").Sandbox} */
let sandbox;
before(async () => {
  sandbox = await startSandbox({ credentials: { primer: { apiKey: "key-2" } } });
});
after(() => sandbox.close());

const headers = { "x-api-key": "key-2", "x-api-version": "2.4", "content-type": "application/json" };

/**
 * @param {string} id
 * @param {unknown} [body] text is sent as it is
 * @param {RequestInit} [change]
 */
async function refund(id, body = {}, change) {
  const init = {
    method: "POST",
    headers,
    body: typeof body === "string" ? body : JSON.stringify(body),
    ...change,
  };
  const response = await fetch(`${sandbox.url}/primer/payments/${id}/refund`, init);
  assert.equal(response.headers.get("content-type"), "application/json");
  const text = await response.text();
  return { status: response.status, text, body: JSON.parse(text) };
}

/** @param {string} key */
const withKey = (key) => ({ headers: { ...headers, "x-idempotency-key": key } });

/** @param {Awaited<ReturnType<typeof refund>>} answer */
const failed = ({ status, body }) => [status, body.error.errorId];

test("a refund answers with the whole payment and a REFUND transaction", async () => {
  const { status, body } = await refund("pay00001", { amount: 2500, reason: "Late", orderId: "o-9" });
  assert.equal(status, 200);
  assert.deepEqual([body.id, body.status, body.amount, body.orderId], ["pay00001", "SETTLED", 10000, "o-9"]);
  assert.equal(body.processor.amountRefunded, 2500);
  const [sale, refunded] = body.transactions;
  assert.deepEqual([sale.type, sale.processorStatus], ["SALE", "SETTLED"]);
  assert.deepEqual([refunded.type, refunded.processorStatus, refunded.reason], ["REFUND", "SETTLED", "Late"]);
  assert.ok(!("amount" in refunded));
});

test("refunds of a payment add up; without an amount the rest is returned", async () => {
  await refund("pay00002", '{"amount":2.5e2}');
  const { body } = await refund("pay00002", "{}");
  assert.equal(body.processor.amountRefunded, 10000);
  assert.deepEqual(
    body.transactions.map((/** @type {{ type: string }} */ { type }) => type),
    ["SALE", "REFUND", "REFUND"],
  );
  assert.deepEqual(failed(await refund("pay00002")), [409, "PaymentAlreadyRefunded"]);
});

test("422 UnprocessableRefundAmount above what is left", async () => {
  await refund("pay00003", { amount: 9999 });
  assert.deepEqual(failed(await refund("pay00003", { amount: 2 })), [422, "UnprocessableRefundAmount"]);
  assert.deepEqual(failed(await refund("pay00003", { amount: 0 })), [422, "UnprocessableRefundAmount"]);
  assert.equal((await refund("pay00003", { amount: 1 })).status, 200);
});

test("422 RequestValidationError lists every fault under its model", async () => {
  const { status, body } = await refund("pay00004", {
    amount: "25",
    reazon: "x",
    expand: [1],
    transactionEventId: "e",
  });
  assert.deepEqual([status, body.error.errorId], [422, "RequestValidationError"]);
  const [{ model, errors }] = body.error.validationErrors;
  assert.equal(typeof model, "string");
  const paths = errors.map((/** @type {{ path: string }} */ { path }) => path).sort();
  assert.deepEqual(paths, ["$.amount", "$.expand[0]", "$.reazon", "$.transactionEventId"]);
  assert.deepEqual(failed(await refund("pay00004", [])), [422, "RequestValidationError"]);
});

test("fields of 2.4 are unknown to earlier versions", async () => {
  const old = { headers: { ...headers, "x-api-version": "2.3" } };
  assert.equal((await refund("pay00005", { amount: 1 }, old)).status, 200);
  const expand = ["transactions.events"];
  assert.deepEqual(failed(await refund("pay00005", { expand }, old)), [422, "RequestValidationError"]);
  const { body } = await refund("pay00005", { amount: 1, expand });
  assert.equal(body.transactions[0].events[0].type, "CAPTURE_SUCCEEDED");
});

test("a repeated key is a 409, whatever the first result was", async () => {
  assert.equal((await refund("pay00006", { amount: 1 }, withKey("k-1"))).status, 200);
  const again = await refund("pay00006", { amount: 1 }, withKey("k-1"));
  assert.deepEqual(failed(again), [409, "IdempotencyKeyAlreadyExists"]);
  assert.deepEqual([again.body.error.paymentId, again.body.error.paymentStatus], ["pay00006", "SETTLED"]);
  assert.equal((await refund("pay00006", { amount: 1 }, withKey("k-2"))).body.processor.amountRefunded, 2);

  assert.equal((await refund("sandbox-declined", {}, withKey("k-3"))).status, 200);
  assert.equal((await refund("sandbox-declined", {}, withKey("k-3"))).status, 409);
});

test("a request that was not processed leaves its key free", async () => {
  assert.equal((await refund("pay00007", { amount: 10001 }, withKey("k-4"))).status, 422);
  assert.equal((await refund("sandbox-500", {}, withKey("k-4"))).status, 500);
  assert.equal((await refund("pay00007", { amount: 1 }, withKey("k-4"))).status, 200);
});

test("a lost answer used its key up", async () => {
  await assert.rejects(refund("sandbox-dropped", {}, withKey("k-5")), TypeError);
  assert.deepEqual(failed(await refund("sandbox-dropped", {}, withKey("k-5"))), [
    409,
    "IdempotencyKeyAlreadyExists",
  ]);
});

test("400 for an unknown payment, bad JSON or version; 401, 404, 415", async () => {
  assert.deepEqual(failed(await refund("sandbox-unknown-payment")), [400, "PaymentError"]);
  assert.deepEqual(failed(await refund("%FF")), [400, "PaymentError"]);
  assert.equal((await refund("pay00008", "{")).status, 400);
  assert.equal((await refund("pay00008", "")).status, 400);
  assert.equal((await refund("pay00008", {}, { headers: { ...headers, "x-api-version": "3" } })).status, 400);
  assert.equal((await refund("pay00008", {}, { headers: { ...headers, "x-api-key": "no" } })).status, 401);
  assert.equal((await refund("pay00008", {}, { method: "PUT" })).status, 404);
  assert.equal((await refund("pay00008/x")).status, 404);
  assert.equal(
    (await refund("pay00008", {}, { headers: { ...headers, "content-type": "text/plain" } })).status,
    415,
  );
});

test("an id is decoded once", async () => {
  assert.equal((await refund(encodeURIComponent("a/b%2Fc"), {})).body.id, "a/b%2Fc");
});

test("odd answers on request", async () => {
  for (const [scenario, status] of [
    ["declined", "DECLINED"],
    ["failed", "FAILED"],
    ["pending", "PENDING"],
    ["unknown-outcome", "SOMETHING_NEW"],
  ]) {
    assert.equal((await refund(`sandbox-${scenario}`)).body.transactions[1].processorStatus, status);
  }
  assert.equal((await refund("sandbox-declined")).body.processor.amountRefunded, 0);
  assert.match((await refund("sandbox-large")).text, /"amount":9007199254740993,/);
  assert.equal((await refund("sandbox-transaction-type")).body.transactions[1].transactionType, "REFUND");
  assert.equal((await refund("sandbox-no-refund")).body.transactions.length, 1);
  assert.ok(!("transactions" in (await refund("sandbox-no-transactions")).body));
  assert.notEqual((await refund("sandbox-mismatch")).body.id, "sandbox-mismatch");
  assert.deepEqual(failed(await refund("sandbox-error-in-200")), [200, "NoActionsToHandle"]);
  assert.deepEqual(failed(await refund("sandbox-already-refunded")), [409, "PaymentAlreadyRefunded"]);
  assert.deepEqual(failed(await refund("sandbox-limit")), [409, "PaymentRequestLimitExceeded"]);
});
