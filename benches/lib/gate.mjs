// @ts-check
/** Before anything is measured: every subject must do the same work, or the figures compare nothing. */
import assert from "node:assert/strict";
import { StepError } from "../../scripts/lib/run.mjs";

/** @typedef {import("../plain/connect.mjs").Operation} Operation */
/** @typedef {{ name: string, operations: Record<string, Operation> }} Subject */

/** Inputs beside those that are measured: what a schema is easily wrong about. @type {[string, any][]} */
const MORE = [
  ["worldpay.partialRefund", {}],
  ["worldpay.partialRefund", null],
  ["worldpay.partialRefund", "text"],
  ["primer.refund", { id: "p", amount: undefined }],
  ["primer.refund", { id: "p", amount: null, reason: undefined }],
  ["primer.refund", { id: "p", amount: 1.5 }],
  ["primer.refund", { id: "p", amount: 2 ** 53 }],
  ["primer.refund", { id: "p", amount: "all" }],
  ["primer.refund", { id: "..", amount: "remaining" }],
  ["primer.refund", { id: "(a'b) *!/%25?", amount: "remaining" }],
  ["primer.refund", { id: "p", idempotencyKey: "a key", orderId: "", reason: "\u0085", expand: ["a", 1] }],
  ["primer.refund", { id: "p", transactionEventId: "no uuid" }],
  ["primer.refund", { id: "p", transactionEventId: "5f0c1d2e-3a4b-4c5d-8e6f-7a8b9c0d1e2f" }],
  ["simpleps.refund", { externalPaymentId: "p" }],
  ["simpleps.refund", { externalPaymentId: "p", amount: "full" }],
  ["simpleps.refund", { externalPaymentId: "p", amount: "half" }],
  ["simpleps.refund", { externalPaymentId: "p", amount: undefined }],
  ["simpleps.refund", { externalPaymentId: "p", amount: null }],
  ["simpleps.refund", { externalPaymentId: "p", amount: {} }],
  ["simpleps.refund", { externalPaymentId: "p", amount: { total: "1.005" } }],
  ["simpleps.refund", { externalPaymentId: "p", amount: { total: "5.0", currency: "JPY" } }],
  ["simpleps.refund", { externalPaymentId: "p", amount: { total: "5", currency: "XYZ" } }],
  ["simpleps.refund", { externalPaymentId: "p", amount: { total: "0.00", currency: "EUR" } }],
  ["simpleps.refund", { externalPaymentId: "p", amount: { total: 2.5, currency: "EUR" } }],
  ["paywall.apmPartialRefund", { UniqueCode: "u", Amount: 12.5 }],
  ["paywall.apmPartialRefund", { UniqueCode: "u", Amount: "12.500" }],
  ["paywall.apmPartialRefund", { UniqueCode: "u", Amount: "1e2" }],
  ["paywall.apmPartialRefund", { UniqueCode: "u", Amount: "0123.45" }],
  ["paywall.apmPartialRefund", { UniqueCode: "u", Amount: Number.NaN }],
  ["paywall.apmPartialRefund", { UniqueCode: "u\u0000", Amount: -1 }],
  ["paywall.apmPartialRefund", { UniqueCode: "\ud800", Amount: 0.29 }],
  ...["a/b", "a%2Fb", "a%5cb", "a%0ab", "..", "%2e%2E", "%", "a b", "a%3D%3D.~_-", "..."].map(
    (linkData) =>
      /** @type {[string, any]} */ ([
        "worldpay.partialSettlement",
        {
          linkData,
          reference: "r",
          sequence: { number: 2, total: 2 },
          value: { currency: "KWD", amount: 1 },
        },
      ]),
  ),
  ...[
    { sequence: { number: 3, total: 2 } },
    { sequence: { number: 0, total: 2 } },
    { sequence: { number: 1, total: 2, of: 3 } },
    { sequence: undefined },
    { value: { currency: "gbp", amount: 2 ** 31 } },
    { value: { currency: "GBP", amount: 2 ** 31 - 1, acceptPartialAmount: "yes", extra: 1 } },
    { value: { currency: "GBP", amount: "250" } },
  ].map(
    (more) =>
      /** @type {[string, any]} */ ([
        "worldpay.partialSettlement",
        { linkData: "a", reference: "r", value: { currency: "GBP", amount: 1 }, ...more },
      ]),
  ),
];

/** Answers beside those that are measured. @type {[string, any][]} */
const ANSWERS = [
  ["primer.refund", null],
  ["primer.refund", { status: 503, headers: { "retry-after": "7" }, body: "<html>" }],
  [
    "primer.refund",
    { status: 409, headers: {}, body: '{"error":{"errorId":"IdempotencyKeyAlreadyExists"}}' },
  ],
  ["primer.refund", { status: 200, body: '{"id":"other","amount":12345678901234567890,"new":[1.50]}' }],
  ["simpleps.refund", { status: 429, headers: [["Retry-After", "120"]], body: "" }],
  ["simpleps.refund", { status: 200, body: '{"approved":true,"status":"CAPTURED"}' }],
  ["simpleps.refund", { status: 200, body: '{"approved":false,"status":"DECLINED","message":"no"}' }],
  ["paywall.apmPartialRefund", { status: 200, body: '{"ErrorCode":0,"Result":false}' }],
  ["paywall.apmPartialRefund", { status: 200, body: '{"ErrorCode":0,"Result":true,"Body":{"Amount":1.10}}' }],
  ["worldpay.partialRefund", { status: 202, body: '{"outcome":"refused"}' }],
  ["worldpay.partialRefund", { status: 202, body: "[]" }],
  ["worldpay.partialRefund", { status: 302, body: "" }],
  [
    "worldpay.partialRefund",
    {
      status: 202,
      body: '{"outcome":"sentForPartialRefund","_actions":{"reversePayment":{"href":"https://try.access.worldpay.com/api/payments/a/partialSettlements"},"refundPayment":{"href":"https://elsewhere.test/api/payments/a/refunds"}}}',
    },
  ],
];

/** @param {Operation} operation @param {any} input */
function verdict(operation, input) {
  const { ok, issues } = operation.validate(input);
  if (!ok) {
    let thrown = "nothing";
    try {
      operation.request(input);
    } catch (error) {
      thrown = pointers(/** @type {any} */ (error).issues).join();
    }
    const found = pointers(issues ?? []);
    assert.equal(thrown, found.join(), "validate and request disagree");
    return found;
  }
  const { method, url, headers, body, redirect } = operation.request(input);
  return { method, url, headers: Object.entries(headers), body, redirect };
}

/** @param {{ pointer: string }[]} issues */
const pointers = (issues) => issues.map(({ pointer }) => pointer).sort();

/** An outcome without the texts for people, and what differs by design: why a link is suspect. @param {any} outcome */
function meaning({ reason, issues, retry, body, ...outcome }) {
  const { because: _, ...advice } = retry;
  const plain = JSON.parse(JSON.stringify(outcome), (key, value) => (key === "suspect" ? "suspect" : value));
  const found = issues?.map((/** @type {any} */ { pointer, providerCode }) => ({ pointer, providerCode }));
  return { ...plain, body, code: reason?.code, issues: found, advice };
}

/** @param {Uint8Array} output */
function linesOf(output) {
  const lines = new TextDecoder().decode(output).trimEnd().split("\n");
  return lines.map((line) => {
    if (!line.includes('"issues":[')) return line;
    const { line: number, issues } = JSON.parse(line);
    return { number, pointers: pointers(issues) };
  });
}

/**
 * @param {Subject[]} subjects the first is the one the others are compared with
 * @param {import("../process/tasks.mjs").Tasks} tasks @param {Record<string, string>} bulk
 */
export function compare([first, ...others], tasks, bulk) {
  if (!first) return;
  /** @param {string} what @param {(operations: Record<string, Operation>) => unknown} act */
  const same = (what, act) => {
    const expected = act(first.operations);
    for (const { name, operations } of others) {
      try {
        assert.deepStrictEqual(act(operations), expected);
      } catch (error) {
        const difference = error instanceof Error ? error.message : String(error);
        throw new StepError(`${name} does not do what ${first.name} does: ${what}`, difference);
      }
    }
  };
  const of = (/** @type {Record<string, Operation>} */ operations, /** @type {string} */ id) =>
    /** @type {Operation} */ (operations[id]);
  const inputs = [...tasks.requests, ...tasks.refused].map(({ id, input }) => [id, input]);
  for (const [id, input] of [...inputs, ...MORE]) {
    same(`${id}, input ${JSON.stringify(input)}`, (all) => verdict(of(all, id), input));
  }
  const known = new Map(tasks.requests.map(({ id, input }) => [id, input]));
  const answers = tasks.outcomes.map(({ id, response, input }) => [id, response, input]);
  for (const [id, response, input] of [...answers, ...ANSWERS.map((one) => [...one, known.get(one[0])])]) {
    same(`${id}, answer ${JSON.stringify(response)}`, (all) => meaning(of(all, id).outcome(response, input)));
    same(`${id}, answer ${JSON.stringify(response)} without input`, (all) =>
      meaning(of(all, id).outcome(response)),
    );
  }
  for (const [id, text] of Object.entries(bulk)) {
    const bytes = new TextEncoder().encode(text);
    same(`${id}, NDJSON`, (all) => linesOf(of(all, id).requests(bytes)));
  }
}
