// @ts-check
// `outcome` reads whatever it is handed, and says of garbage that nobody can tell.
import assert from "node:assert/strict";
import { test } from "node:test";
import { examples } from "./examples.mjs";
import { hostile, huge } from "./hostile-values.mjs";

/** @type {[string, unknown][]} */
const values = [...hostile, ...huge].map(([name, make]) => [name, make()]);
const bodies = ["", "{}", "[", "null", "[".repeat(100_000), '{"a":'.repeat(100_000), "\ud800", "\0", "1e999"];

/** @param {any} outcome @param {string} about */
function readable(outcome, about) {
  assert.match(outcome.kind, /^(accepted|completed|declined|rejected|duplicate|throttled|unknown)$/, about);
  assert.match(outcome.retry.advice, /^(resend|resend-same-key|query-first|fix-first|never)$/, about);
  assert.equal(typeof outcome.body, "string", about);
  assert.ok(Array.isArray(outcome.mismatches), about);
  return outcome;
}

for (const { id, operation, input } of examples) {
  test(`${id}: ${values.length} values as the response`, () => {
    for (const [name, value] of values) {
      const outcome = readable(operation.outcome(value), name);
      assert.equal(outcome.kind, "unknown", name);
      assert.equal(outcome.httpStatus, value === undefined || value === null ? null : 0, name);
      assert.equal(outcome.retry.advice, "query-first", name);
    }
  });

  test(`${id}: ${values.length} values within the response and as the input`, () => {
    for (const [name, value] of values) {
      const good = { status: 200, headers: {}, body: "{}" };
      const status = readable(operation.outcome({ ...good, status: value }), `status ${name}`);
      assert.equal(status.kind, "unknown");
      assert.equal(status.httpStatus, 0);
      const body = readable(operation.outcome({ ...good, body: value }), `body ${name}`);
      if (typeof value !== "string" && name !== "a Uint8Array") {
        assert.equal(body.reason.code, "truncated", `body ${name}`);
      }
      readable(operation.outcome({ ...good, truncated: value }), `truncated ${name}`);
      readable(operation.outcome({ ...good, headers: value }), `headers ${name}`);
      readable(operation.outcome({ ...good, headers: { "retry-after": value } }), `header ${name}`);
      readable(operation.outcome({ ...good, headers: [value] }), `header pair ${name}`);
      readable(operation.outcome(good, value), `input ${name}`);
    }
  });

  test(`${id}: headers without end`, () => {
    for (const pair of [
      ["", ""],
      ["x", "a\nb"],
      ["retry-after", "7"],
    ]) {
      const headers = (function* () {
        for (;;) yield pair;
      })();
      const outcome = readable(operation.outcome({ status: 503, headers, body: "{}" }), `${pair}`);
      assert.deepEqual([outcome.kind, outcome.httpStatus], ["unknown", 503]);
    }
  });

  test(`${id}: a header whose name is no string is no header`, () => {
    const name = { length: 0, toLowerCase: () => "retry-after", toString: () => "" };
    const [odd, none] = [[[name, "5"]], []].map((headers) =>
      operation.outcome({ status: 200, headers, body: '{"status":"odd"}' }),
    );
    assert.deepEqual(odd, none);
  });

  test(`${id}: statuses and bodies of every kind`, () => {
    for (const status of [
      -1,
      0,
      0.5,
      1,
      99,
      100,
      199,
      200,
      204,
      299,
      300,
      418,
      499,
      599,
      600,
      999,
      1000,
      2 ** 32,
    ]) {
      for (const body of bodies) {
        for (const given of [body, new TextEncoder().encode(body)]) {
          const { kind } = readable(operation.outcome({ status, body: given }, input()), `${status}`);
          assert.match(kind, /^(unknown|rejected)$/);
        }
      }
    }
  });
}
