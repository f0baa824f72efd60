// @ts-check
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startSandbox } from "./server.mjs";

/** @type {import("./server.mjs").Sandbox} */
let sandbox;
before(async () => {
  sandbox = await startSandbox({
    credentials: { paywall: { apiKeyPublic: "key-1", apiClientPublic: "client-1" } },
  });
});
after(() => sandbox.close());

const path = "/api/paywall/apm/refund/partial";
const headers = { apikeypublic: "key-1", apiclientpublic: "client-1", "content-type": "application/json" };

/**
 * @param {string} body JSON text, so that the scale of an amount is what it says
 * @param {RequestInit & { path?: string }} [change]
 */
async function post(body, { path: to = path, ...change } = {}) {
  const response = await fetch(`${sandbox.url}/paywall${to}`, { method: "POST", headers, body, ...change });
  assert.equal(response.headers.get("content-type"), "application/json");
  const text = await response.text();
  return { status: response.status, text, body: JSON.parse(text) };
}

/** @param {string} uniqueCode
 * @param {string} [amount] */
const refund = (uniqueCode, amount = "12.50") => post(`{"UniqueCode":"${uniqueCode}","Amount":${amount}}`);

test("a success echoes the code, masked, and the amount with its scale", async () => {
  const { status, text, body } = await refund("9b2f11d4-aaaa-4bbb-8ccc-1234567890ab", "12.50");
  assert.equal(status, 200);
  assert.deepEqual([body.ErrorCode, body.Result, body.Message], [0, true, ""]);
  assert.equal(body.Body.UniqueCode, "9b2f11d4-aaaa-4bbb-8ccc-123*********");
  assert.match(text, /"Amount":12\.50,/);
  assert.match(text, /"TransactionId":9007199254740993/);
});

test("an amount is read to the last digit", async () => {
  assert.match((await refund("exact", "0.30")).text, /"Amount":0\.30,/);
  assert.equal((await refund("exact", "999.70")).body.Result, true);
  const more = await refund("exact", "0.0000000000000000000000000001");
  assert.deepEqual([more.status, more.body.Result, more.body.ErrorCode], [200, false, 373]);
});

test("a refused refund is HTTP 200 with Result false", async () => {
  for (const code of [-1, 1, 5, 97, 296]) {
    const { status, body } = await refund(`sandbox-code-${code}`);
    assert.equal(status, 200);
    assert.deepEqual([body.ErrorCode, body.Result, body.Body], [code, false, null]);
    assert.notEqual(body.Message, "");
  }
});

test("a body that breaks its schema is refused with code 2", async () => {
  const bodies = [
    '{"UniqueCode":"u","Amount":"12.50"}',
    '{"UniqueCode":"u","Amount":0}',
    '{"UniqueCode":"","Amount":1}',
    '{"UniqueCode":"u","Amount":1,"Currency":"TRY"}',
    '{"Amount":1}',
    "[]",
  ];
  for (const bad of bodies) {
    const { status, body } = await post(bad);
    assert.deepEqual([status, body.ErrorCode, body.Result], [200, 2, false], bad);
  }
});

test("statuses other than 200 are ours: 400, 401, 404, 415", async () => {
  const good = '{"UniqueCode":"u","Amount":1}';
  const { apikeypublic, ...keyless } = headers;
  assert.equal((await post("{")).status, 400);
  const missing = await post(good, { headers: keyless });
  assert.deepEqual([missing.status, missing.body.ErrorCode, missing.body.Result], [401, 4, false]);
  const wrong = await post(good, { headers: { ...headers, apikeypublic: `${apikeypublic}0` } });
  assert.deepEqual([wrong.status, wrong.body.Result], [401, false]);
  assert.equal((await post(good, { path: "/api/paywall/apm/refund" })).status, 404);
  assert.equal((await post(good, { method: "PUT" })).status, 404);
  assert.equal((await post(good, { headers: { ...headers, "content-type": "text/plain" } })).status, 415);
});

test("odd answers on request", async () => {
  /** @param {string} scenario */
  const read = async (scenario) => (await refund(`sandbox-${scenario}`)).body;
  assert.equal((await read("unknown-outcome")).ErrorCode, 987654);
  const zeroFalse = await read("zero-false");
  assert.deepEqual([zeroFalse.ErrorCode, zeroFalse.Result], [0, false]);
  const nonzeroTrue = await read("nonzero-true");
  assert.deepEqual([nonzeroTrue.ErrorCode, nonzeroTrue.Result], [5, true]);
  assert.equal((await read("body-string")).Body, "1.0.0");
  assert.equal((await read("body-null")).Body, null);
  assert.deepEqual((await read("mismatch")).Body.Amount, 0.01);
});
