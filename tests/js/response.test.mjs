// @ts-check
// From `fetch` to an outcome: readResponse, the forms a response may have, the outcome's own form.
import assert from "node:assert/strict";
import { test } from "node:test";
import { amends } from "./amends.mjs";
import { examples } from "./examples.mjs";

const { readResponse } = amends;
const { refund } = amends.simpleps({ environment: "sandbox" });
const { partialRefund } = amends.worldpay({ environment: "try" });
const done = '{"approved":true,"status":"REFUNDED"}';

/** @param {(string | Uint8Array<ArrayBuffer> | Error)[]} pieces an error breaks the body off */
function streamed(pieces) {
  return new ReadableStream({
    async pull(controller) {
      const piece = pieces.shift();
      if (piece === undefined) controller.close();
      else if (piece instanceof Error) controller.error(piece);
      else controller.enqueue(typeof piece === "string" ? new TextEncoder().encode(piece) : piece);
    },
  });
}

test("a fetch that fails is no response", async () => {
  assert.equal(await readResponse(Promise.reject(new TypeError("fetch failed"))), null);
  assert.equal(await readResponse(Promise.reject(undefined)), null);
  const response = await readResponse(fetch("http://127.0.0.1:1/"));
  assert.equal(response, null);
  assert.equal(refund.outcome(response).httpStatus, null);
});

test("a response, or the promise of one, is read once", async () => {
  const headers = { "Retry-After": "7" };
  const made = () => new Response(done, { status: 201, headers });
  for (const given of [made(), Promise.resolve(made())]) {
    const response = await readResponse(given);
    assert.deepEqual(response, {
      status: 201,
      headers: [
        ["content-type", "text/plain;charset=UTF-8"],
        ["retry-after", "7"],
      ],
      body: done,
    });
    assert.deepEqual(JSON.parse(JSON.stringify(response)), response);
    assert.equal(refund.outcome(response).kind, "completed");
  }
});

test("a body that breaks off keeps its status", async () => {
  const broken = new Response(streamed(['{"approved":', new Error("reset")]), { status: 503 });
  const response = await readResponse(broken);
  assert.deepEqual([response?.status, response?.body, response?.truncated], [503, "", true]);
  const { kind, httpStatus, reason, retry } = /** @type {any} */ (refund.outcome(response));
  assert.deepEqual(
    [kind, httpStatus, reason.code, retry.advice],
    ["unknown", 503, "truncated", "query-first"],
  );
});

test("a body that was read before counts as broken off", async () => {
  const response = new Response(done);
  await response.text();
  assert.equal((await readResponse(response))?.truncated, true);
});

test("bytes that are no UTF-8 stay bytes", async () => {
  const bytes = Uint8Array.of(0x7b, 0xff, 0x7d);
  const response = await readResponse(new Response(bytes));
  assert.deepEqual(response?.body, bytes);
  const outcome = refund.outcome(response);
  assert.deepEqual([outcome.kind, outcome.body], ["unknown", "{\ufffd}"]);
});

test("a byte order mark and characters split between chunks survive", async () => {
  const bytes = new TextEncoder().encode("\ufeff€😀");
  const pieces = [...bytes].map((byte) => Uint8Array.of(byte));
  assert.equal((await readResponse(new Response(streamed(pieces))))?.body, "\ufeff€😀");
});

test("no body at all", async () => {
  for (const response of [new Response(null, { status: 204 }), new Response()]) {
    assert.equal((await readResponse(response))?.body, "");
  }
});

test("headers as Headers, pairs, a Map or a record, names in any case", () => {
  const pairs = /** @type {[string, string][]} */ ([
    ["Retry-After", "7"],
    ["WP-CorrelationId", "c-1"],
  ]);
  const lower = pairs.map(([name, value]) => /** @type {[string, string]} */ ([name.toLowerCase(), value]));
  for (const headers of [
    ...[new Headers(pairs), pairs, lower, new Map(pairs), new Map(lower)],
    ...[Object.fromEntries(pairs), Object.fromEntries(lower)],
    { "Retry-After": ["7"], "wp-correlationid": ["c-1"], nothing: undefined },
  ]) {
    const { kind, correlationId, retry } = partialRefund.outcome({ status: 429, headers, body: "" });
    assert.deepEqual([kind, correlationId, retry.afterSeconds], ["throttled", "c-1", 7]);
  }
  const { correlationId, retry } = partialRefund.outcome({ status: 429, body: "" });
  assert.deepEqual([correlationId, retry.afterSeconds], [undefined, undefined]);
});

test("a header value with a line end cannot pretend to be another header", () => {
  const headers = { "x-a": "1\nwp-correlationid\nforged", "x-b\nwp-correlationid": "forged" };
  assert.equal(partialRefund.outcome({ status: 429, headers, body: "" }).correlationId, undefined);
});

test("a body as text and as bytes reads the same", () => {
  for (const { operation } of examples) {
    for (const body of [done, "", "\ufeff", "\ufeff{}", '{"message":"späť"}', "<html>"]) {
      const bytes = new TextEncoder().encode(body);
      const [given, same] = [body, bytes].map((body) => operation.outcome({ status: 200, body }));
      assert.deepEqual(same, given);
      assert.equal(same?.body, given?.body);
    }
  }
});

test("an outcome's body is there, but not shown", () => {
  for (const { operation, id } of examples) {
    const outcome = operation.outcome({ status: 200, body: done });
    assert.equal(outcome.body, done, id);
    assert.equal(Object.keys(outcome).includes("body"), false);
    assert.equal(JSON.stringify(outcome).includes('"body"'), false);
    assert.equal("body" in { ...outcome }, false);
    assert.deepEqual(JSON.parse(JSON.stringify(outcome)), outcome);
    assert.equal(operation.outcome(null).body, "");
  }
});

test("a wait that no number holds exactly is none", () => {
  for (const [value, seconds] of /** @type {[string, number | undefined][]} */ ([
    ["0", 0],
    ["9007199254740991", 2 ** 53 - 1],
    ["9007199254740993", undefined],
    ["18446744073709551615", undefined],
    ["9".repeat(100), undefined],
    ["-1", undefined],
    ["soon", undefined],
  ])) {
    const { kind, retry } = refund.outcome({ status: 429, headers: { "retry-after": value }, body: "" });
    assert.deepEqual([kind, retry.afterSeconds], ["throttled", seconds], value);
  }
});

test("what the document does not name is kept in other", () => {
  const body =
    '{"approved":true,"status":"REFUNDED","__proto__":{"a":1},"big":9007199254740993,"exact":1.10}';
  const { details } = refund.outcome({ status: 200, body });
  assert.equal(Object.getPrototypeOf(details.other), Object.prototype);
  assert.deepEqual(Object.entries(details.other ?? {}), [
    ["__proto__", { a: 1 }],
    ["big", "9007199254740993"],
    ["exact", "1.10"],
  ]);
});
