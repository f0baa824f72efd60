// @ts-check
// What the core has said is not said again to who knows it, so every answer could be mistaken for the one before it.
// Calls of every kind, in every order of three, each compared with what it gives where nothing was said before.
import assert from "node:assert/strict";
import { test } from "node:test";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { amends } from "./amends.mjs";

const PRIMER = { environment: "sandbox", apiKey: "key-1" };
const primer = amends.primer(/** @type {any} */ (PRIMER));
const others = amends.primer(/** @type {any} */ ({ ...PRIMER, apiKey: "key-2" }));
const live = amends.primer(/** @type {any} */ ({ ...PRIMER, environment: "production" }));
/** Of whose account the core can never be told. */
const lone = amends.primer(/** @type {any} */ ({ ...PRIMER, apiVersion: "2.3" }));
const worldpay = amends.worldpay({ environment: "try", username: "u", password: "p" });
const paywall = amends.paywall({ environment: "test" });
const simpleps = amends.simpleps({ environment: "sandbox" });

const settlement = {
  linkData: "eyJrIjoiazEifQ%3D%3D",
  reference: "r",
  sequence: { number: 1, total: 2 },
  value: { currency: "GBP", amount: 250 },
};
const { sequence: _, ...refund } = settlement;
const sent = { UniqueCode: "5f0c1d2e-3a4b-4c5d-8e6f-7a8b9c0d1e2f", Amount: "12.50" };
const full = { externalPaymentId: "payment-1" };

/** @param {string} Message */
const declined = (Message) => ({
  status: 200,
  body: JSON.stringify({ ErrorCode: 373, Result: false, Message, Body: null }),
});
const paid = (Amount = "12.50") => ({
  status: 200,
  body: JSON.stringify({ ErrorCode: 0, Result: true, Message: "", Body: { Amount } }),
});
const settled = { status: 200, body: '{"id":"p","status":"SETTLED"}' };
const teapot = { status: 418, body: "" };
const busy = (after = "7") => ({ status: 503, headers: { "retry-after": after }, body: "" });

/** Makes a call while something that the package needs throws. @param {any} owner @param {string} name @param {() => unknown} call */
function without(owner, name, call) {
  const kept = owner[name];
  owner[name] = () => {
    throw new Error(`no ${name}`);
  };
  try {
    return call();
  } finally {
    owner[name] = kept;
  }
}

/** Makes a call whose answer cannot be read, by any entry. @param {() => unknown} call */
function unheard(call) {
  return without(TextDecoder.prototype, "decode", () => without(Buffer.prototype, "toString", call));
}

/** @type {Record<string, () => any>} */
const calls = {
  "a request": () => primer.refund.request({ id: "p" }),
  "with a key": () => primer.refund.request({ id: "p", idempotencyKey: "k-1" }),
  "with another key": () => primer.refund.request({ id: "p", idempotencyKey: "k-2" }),
  "with a key too long to be remembered": () =>
    primer.refund.request({ id: "p", idempotencyKey: "k".repeat(5000) }),
  "with a key, of other credentials": () => others.refund.request({ id: "p", idempotencyKey: "k-1" }),
  "with a key, of another account": () => live.refund.request({ id: "p", idempotencyKey: "k-1" }),
  "of another provider": () => worldpay.partialRefund.request(refund),
  "of its other operation": () => worldpay.partialSettlement.request(settlement),
  "without a body": () => simpleps.refund.request(full),
  "a refused request": () => primer.refund.request(/** @type {any} */ ({ id: "p", idempotencyKey: "" })),
  "a request within a request": () =>
    primer.refund.request(
      new Proxy(
        { id: "p" },
        {
          getPrototypeOf(target) {
            others.refund.request({ id: "p", idempotencyKey: "k-2" });
            return Object.getPrototypeOf(target);
          },
        },
      ),
    ),
  declined: () => paywall.apmPartialRefund.outcome(declined("zu früh"), sent),
  "declined in other words": () => paywall.apmPartialRefund.outcome(declined("zu spät"), sent),
  "declined at length": () => paywall.apmPartialRefund.outcome(declined("zu früh ".repeat(900)), sent),
  paid: () => paywall.apmPartialRefund.outcome(paid(), sent),
  "paid, but not what was asked for": () => paywall.apmPartialRefund.outcome(paid("1.00"), sent),
  settled: () => primer.refund.outcome(settled),
  "settled, of another client": () => others.refund.outcome(settled),
  refused: () => primer.refund.outcome(teapot),
  "lost, and safe to repeat": () => primer.refund.outcome(busy(), { id: "p", idempotencyKey: "k-1" }),
  "lost, and safe to repeat later": () =>
    primer.refund.outcome(busy("8"), { id: "p", idempotencyKey: "k-1" }),
  "lost without a key": () => primer.refund.outcome(busy(), { id: "p" }),
  "no answer": () => worldpay.partialRefund.outcome(null),
  "an outcome within an outcome": () =>
    primer.refund.outcome({
      ...settled,
      headers: {
        // @ts-expect-error no text
        date: {
          toString() {
            return others.refund.outcome(busy()).kind;
          },
        },
      },
    }),
  "an instance given up over a request": () =>
    without(TextEncoder.prototype, "encodeInto", () => lone.refund.request({ id: "p" })),
  "an instance given up over an outcome": () =>
    without(TextEncoder.prototype, "encodeInto", () => primer.refund.outcome(settled)),
  "a request that is said and not heard": () =>
    unheard(() => primer.refund.request({ id: "q", idempotencyKey: "k-2" })),
  "an outcome that is said and not heard": () => unheard(() => primer.refund.outcome(teapot)),
};

/** All of it, with what `JSON.stringify` would not show: credentials, and the body of an answer. @param {string} name */
function shown(name) {
  try {
    const made = calls[name]?.();
    return JSON.stringify({ ...made, body: made.body });
  } catch (error) {
    return JSON.stringify(error);
  }
}

/** The same, by an instance that has said nothing. @param {string} name @returns {Promise<string>} */
function fresh(name) {
  return new Promise((resolve, reject) => {
    new Worker(new URL(import.meta.url), { workerData: name }).on("message", resolve).on("error", reject);
  });
}

if (isMainThread) {
  test("whatever was said before, a call gives the same", async () => {
    const names = Object.keys(calls);
    /** @type {Map<string, string>} */
    const expected = new Map();
    for (const name of names) expected.set(name, await fresh(name));
    for (const first of names) {
      for (const second of names) {
        for (const third of names) {
          for (const name of [first, second, third]) {
            assert.equal(shown(name), expected.get(name), `${name}, of ${first}; ${second}; ${third}`);
          }
        }
      }
    }
  });

  test("headers that are said again are the same object", () => {
    const [one, other] = ["p", "q"].map((id) => primer.refund.request({ id, idempotencyKey: "k" }));
    assert.equal(one?.headers, other?.headers);
    others.refund.request({ id: "p", idempotencyKey: "k" });
    assert.equal(primer.refund.request({ id: "p", idempotencyKey: "k" }).headers, one?.headers);
  });
} else {
  parentPort?.postMessage(shown(workerData));
}
