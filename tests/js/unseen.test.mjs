// @ts-check
/** What a caller may not see is still judged: hidden fields, climbing URLs, answers in odd wrappings. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { runInNewContext } from "node:vm";
import { amends } from "./amends.mjs";

const { InvalidInputError, primer, readResponse, worldpay } = amends;
const { refund } = primer({ environment: "sandbox" });
const wp = worldpay({ baseUrl: "https://pay.example.com/wp", username: "u", password: "p" });
const built = worldpay({ baseUrl: "https://pay.example.com/wp" }).partialRefund.request({
  linkData: "abc",
  reference: "r",
  value: { currency: "GBP", amount: 1 },
});

/** @param {any} input @param {string} pointer */
function refuses(input, pointer) {
  const result = refund.validate(input);
  assert.ok(!result.ok);
  assert.ok(result.issues.some((issue) => issue.pointer === pointer));
}

test("an amount that is not enumerable is an issue, not a full refund", () => {
  refuses(Object.defineProperty({ id: "x" }, "amount", { value: 100 }), "/amount");
});

test("an amount that is inherited is an issue, not a full refund", () => {
  const parent = Object.assign(Object.create(null), { amount: 100 });
  refuses(Object.assign(Object.create(parent), { id: "x" }), "");
  const rootless = /** @type {any} */ (class extends /** @type {any} */ (null) {});
  refuses(Object.assign(Object.create(rootless.prototype), { id: "x" }), "");
});

test("authorize refuses control characters in headers", () => {
  for (const headers of [{ "X-A": "a\r\nB: c" }, { "X\nA": "a" }]) {
    assert.throws(() => wp.authorize({ ...built, headers: /** @type {any} */ (headers) }), InvalidInputError);
  }
});

test("authorize refuses to climb out of the base", () => {
  for (const path of ["/wp/../steal", "/wp/%2e%2E/steal", "/wp/a/./b", "/wpx", "/steal"]) {
    const url = `https://pay.example.com${path}`;
    assert.throws(() => wp.authorize({ ...built, url }), InvalidInputError, path);
  }
  assert.equal(wp.authorize(built).headers.Authorization, "Basic dTpw");
});

test("authorize throws an InvalidInputError for a request that cannot be read", () => {
  const unreadable = /** @type {any} */ ({
    get url() {
      throw new Error("boom");
    },
  });
  assert.throws(() => wp.authorize(unreadable), InvalidInputError);
});

test("readResponse takes nothing for no answer", async () => {
  assert.equal(await readResponse(/** @type {any} */ (null)), null);
  assert.equal(await readResponse(/** @type {any} */ (Promise.resolve(undefined))), null);
});

const success = '{"outcome":"sentForPartialRefund"}';

test("headers that cannot be read do not lose the answer", () => {
  for (const headers of [[null], 5, [["WP-CorrelationId", "c-1"], null]]) {
    const outcome = wp.partialRefund.outcome({
      status: 202,
      headers: /** @type {any} */ (headers),
      body: success,
    });
    assert.equal(outcome.kind, "accepted");
    assert.equal(outcome.body, success);
  }
});

test("bytes of another realm are bytes", () => {
  const bytes = runInNewContext("new Uint8Array(text)", { text: [...Buffer.from(success)] });
  assert.equal(wp.partialRefund.outcome({ status: 202, body: bytes }).kind, "accepted");
  assert.ok(wp.partialRefund.requests(bytes).length > 0);
});

test("a stream says what it takes", async () => {
  const { writable, readable } = /** @type {any} */ (wp.partialRefund.requestStream());
  const reading = assert.rejects(readable.getReader().read(), InvalidInputError);
  await assert.rejects(writable.getWriter().write("text"), InvalidInputError);
  await reading;
});

test("an operation's schema is the same for everybody, so nobody can change it", () => {
  assert.ok(Object.isFrozen(refund.inputSchema) && Object.isFrozen(refund.inputSchema.properties));
});
