// @ts-check
// The golden vectors, through the package in Node.
import assert from "node:assert/strict";
import { test } from "node:test";
import { amends } from "./amends.mjs";
import { readVectors } from "./read-vectors.mjs";
import { difference, runVectors } from "./run-vectors.mjs";

const vectors = readVectors();

test(`${vectors.length} vectors`, () => {
  assert.deepEqual(runVectors(amends, vectors), []);
});

test("requests are the vectors' by assert's own comparison, headers included", () => {
  const built = vectors.filter(({ request, inputText }) => request && inputText === undefined);
  assert.ok(built.length > 20);
  for (const { name, account, input, request } of built) {
    const [, operation = ""] = name.split("/")[0]?.split(".") ?? [];
    const actual = /** @type {any} */ (amends.connect(account))[operation].request(input);
    assert.deepStrictEqual({ ...actual, headers: { ...actual.headers } }, request, name);
  }
});

test("the runner sees what differs", () => {
  assert.deepEqual(difference({ a: [1, { b: null }] }, { a: [1, { b: null }] }, "x"), []);
  for (const [actual, expected] of [
    [{ a: 1 }, {}],
    [{}, { a: undefined }],
    [[1], [1, 2]],
    [[], {}],
    [0, -0],
    [null, undefined],
    ["1", 1],
  ]) {
    assert.notDeepEqual(difference(actual, expected, "x"), []);
  }
  const good = vectors.find(({ name }) => name === "simpleps.refund/request-part.json");
  assert.ok(good);
  /** @param {object} change */
  const changed = (change) =>
    runVectors(amends, [{ ...good, ...change }]).filter((line) => line.includes("/"));
  assert.deepEqual(changed({}), []);
  const headers = { ...good.request.headers, Authorization: "Bearer another" };
  assert.notDeepEqual(changed({ request: { ...good.request, headers } }), []);
  assert.notDeepEqual(changed({ input: { externalPaymentId: "" } }), []);
  assert.notDeepEqual(changed({ request: undefined, issues: [] }), []);
  assert.notDeepEqual(changed({ name: "primer.refund/request.json" }), []);
});

test("the runner sees an operation without vectors, and a folder without an operation", () => {
  const [first] = vectors;
  assert.ok(first);
  const failures = runVectors(amends, [{ ...first, name: "paywall.cashRefund/request.json" }]);
  assert.ok(failures.includes("paywall.cashRefund: no such operation"), String(failures));
  assert.ok(failures.includes("simpleps.refund: no vectors"), String(failures));
});
