// @ts-check
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startSandbox } from "./server.mjs";
import { makeLinkData } from "./worldpay.mjs";

// A password with a colon and letters beyond ASCII: Basic joins with a colon and encodes as UTF-8.
const credentials = { username: "merchant", password: "pâss:wörd" };
const linkData = makeLinkData("test");

/** @type {import("./server.mjs").Sandbox} */
let sandbox;
before(async () => {
  sandbox = await startSandbox({ credentials: { worldpay: credentials } });
});
after(() => sandbox.close());

const basic = Buffer.from(`${credentials.username}:${credentials.password}`).toString("base64");
const headers = {
  authorization: `Basic ${basic}`,
  "content-type": "application/json",
  "wp-api-version": "2024-06-01",
};
const refund = { reference: "return-77", value: { currency: "GBP", amount: 1250 } };

/**
 * @param {string} path
 * @param {RequestInit} [change]
 */
async function post(path, change) {
  const init = { method: "POST", headers, body: JSON.stringify(refund), ...change };
  const response = await fetch(`${sandbox.url}/worldpay/api/payments/${path}`, init);
  assert.equal(response.headers.get("content-type"), "application/json");
  assert.match(response.headers.get("wp-correlationid") ?? "", /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  const body = /** @type {any} */ (await response.json());
  return { status: response.status, body };
}

/** @param {unknown} body */
const postRefund = (body) => post(`${linkData}/partialRefunds`, { body: JSON.stringify(body) });

/** @param {string} left */
function headersWithout(left) {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name !== left));
}

test("a partial refund is accepted with a fresh link", async () => {
  const { status, body } = await postRefund(refund);
  assert.equal(status, 202);
  assert.equal(body.outcome, "sentForPartialRefund");
  assert.match(body.paymentId, /^[A-Za-z0-9_-]{21,36}$/);
  assert.deepEqual(Object.keys(body._actions), ["partiallyRefundPayment"]);
  const { href, method } = body._actions.partiallyRefundPayment;
  assert.equal(method, "POST");
  assert.equal(href, `${body._links.self.href}/partialRefunds`);
  assert.ok(href.startsWith(`${sandbox.url}/worldpay/api/payments/`));
  assert.ok(!href.includes(linkData));
  assert.equal((await fetch(href, { method, headers, body: JSON.stringify(refund) })).status, 202);
});

test("a partial settlement is accepted with five actions", async () => {
  const body = JSON.stringify({ ...refund, sequence: { number: 1, total: 3 } });
  const answer = await post(`${linkData}/partialSettlements`, { body });
  assert.equal(answer.status, 202);
  assert.equal(answer.body.outcome, "sentForSettlement");
  const segments = Object.entries(answer.body._actions).map(([name, { href }]) => [
    name,
    href.split("/").pop(),
  ]);
  assert.deepEqual(Object.fromEntries(segments), {
    refundPayment: "refunds",
    partiallyRefundPayment: "partialRefunds",
    partiallySettlePayment: "partialSettlements",
    cancelPayment: "cancellations",
    reversePayment: "reversals",
  });
});

test("a linkData looks as published and repeats for a seed", () => {
  assert.match(linkData, /^eyJ[A-Za-z0-9]+(%3D)*\.([A-Za-z0-9]|%3A|%2B)+%3D$/);
  assert.ok(linkData.length > 400);
  assert.equal(makeLinkData("test"), linkData);
  assert.notEqual(makeLinkData("other"), linkData);
});

test("400 bodyDoesNotMatchSchema names every fault", async () => {
  const { status, body } = await postRefund({
    reference: "",
    referense: "x",
    value: { currency: 978, amount: 0, acceptPartialAmount: "no" },
  });
  assert.equal(status, 400);
  assert.equal(body.errorName, "bodyDoesNotMatchSchema");
  assert.deepEqual(named(body), {
    "$.referense": "fieldIsNotAllowed",
    "$.reference": "stringIsTooShort",
    "$.value.currency": "fieldMustBeString",
    "$.value.amount": "integerIsTooSmall",
    "$.value.acceptPartialAmount": "fieldHasInvalidValue",
  });
});

test("400 bodyDoesNotMatchSchema for what is missing, too large or of the wrong type", async () => {
  const missing = await postRefund({ value: { amount: 2147483648 } });
  assert.deepEqual(named(missing.body), {
    "$.reference": "fieldIsMissing",
    "$.value.currency": "fieldIsMissing",
    "$.value.amount": "integerIsTooLarge",
  });
  const mistyped = await postRefund({ reference: "r", value: { currency: "gbp", amount: "250" } });
  assert.deepEqual(named(mistyped.body), {
    "$.value.currency": "fieldHasInvalidValue",
    "$.value.amount": "fieldMustBeNumber",
  });
  const sequence = await postRefund({ ...refund, sequence: { number: 1, total: 2 } });
  assert.deepEqual(named(sequence.body), { "$.sequence": "fieldIsNotAllowed" });
  assert.deepEqual(named((await postRefund([])).body), { $: "fieldHasInvalidValue" });
});

/** @param {{ validationErrors: { errorName: string, jsonPath: string }[] }} body */
function named({ validationErrors }) {
  return Object.fromEntries(validationErrors.map(({ jsonPath, errorName }) => [jsonPath, errorName]));
}

test("400 for a body that is empty, no JSON or no UTF-8", async () => {
  const names = [];
  for (const body of ["", "{", new Uint8Array([0x22, 0xff, 0x22])]) {
    const answer = await post(`${linkData}/partialRefunds`, { body });
    names.push([answer.status, answer.body.errorName]);
  }
  assert.deepEqual(names, [
    [400, "bodyIsEmpty"],
    [400, "bodyIsNotJson"],
    [400, "bodyIsNotJson"],
  ]);
});

test("400 urlContainsInvalidValue for a linkData of unknown shape", async () => {
  for (const bad of [
    "plain",
    encodeURIComponent(linkData),
    linkData.toLowerCase(),
    `x.${linkData.split(".")[1]}`,
  ]) {
    const { status, body } = await post(`${bad}/partialRefunds`);
    assert.deepEqual([status, body.errorName], [400, "urlContainsInvalidValue"], bad);
  }
});

test("401 accessDenied without or with wrong credentials", async () => {
  const latin1 = Buffer.from(`${credentials.username}:${credentials.password}`, "latin1").toString("base64");
  const wrong = ["Basic", `Basic ${btoa("merchant:wrong")}`, `Bearer ${basic}`, `Basic ${latin1}`];
  const tries = [
    headersWithout("authorization"),
    ...wrong.map((authorization) => ({ ...headers, authorization })),
  ];
  for (const headers of tries) {
    const { status, body } = await post(`${linkData}/partialRefunds`, { headers });
    assert.deepEqual([status, body.errorName], [401, "accessDenied"]);
  }
});

test("404 endpointNotFound for another path or method", async () => {
  const tries = [
    post(`${linkData}/refunds`),
    post(`${linkData}/partialRefunds/`),
    post(`${linkData}/partialRefunds?x=1`),
    post("/partialRefunds"),
    post(`${linkData}/partialRefunds`, { method: "PUT" }),
    post(`${linkData}/partialRefunds`, { method: "GET", body: undefined }),
  ];
  for (const { status, body } of await Promise.all(tries)) {
    assert.deepEqual([status, body.errorName], [404, "endpointNotFound"]);
  }
});

test("406 and 415 name the header", async () => {
  const bytes = new TextEncoder().encode(JSON.stringify(refund));
  for (const headerName of ["WP-Api-Version", "Content-Type"]) {
    const name = headerName.toLowerCase();
    // Bytes, because fetch adds a Content-Type of its own to text.
    const missing = await post(`${linkData}/partialRefunds`, { body: bytes, headers: headersWithout(name) });
    assert.equal(missing.status, 406);
    assert.deepEqual([missing.body.errorName, missing.body.headerName], ["headerIsMissing", headerName]);
    const wrong = await post(`${linkData}/partialRefunds`, { headers: { ...headers, [name]: "text/plain" } });
    assert.equal(wrong.status, 415);
    assert.deepEqual([wrong.body.errorName, wrong.body.headerName], ["headerHasInvalidValue", headerName]);
  }
});

test("500 internalErrorOccurred and 403 on request", async () => {
  const failed = await postRefund({ ...refund, reference: "sandbox-500" });
  assert.deepEqual([failed.status, failed.body.errorName], [500, "internalErrorOccurred"]);
  const forbidden = await postRefund({ ...refund, reference: "sandbox-403" });
  assert.deepEqual([forbidden.status, forbidden.body.errorName], [403, "forbidden"]);
});

test("odd answers on request", async () => {
  const odd = await postRefund({ ...refund, reference: "sandbox-unknown-outcome" });
  assert.deepEqual([odd.status, odd.body.outcome], [202, "sentForSomethingNew"]);
  const bare = await postRefund({ ...refund, reference: "sandbox-no-payment-id" });
  assert.ok(!("paymentId" in bare.body));
  const misnamed = await postRefund({ ...refund, reference: "sandbox-misnamed-link" });
  assert.match(misnamed.body._actions.reversePayment.href, /\/partialSettlements$/);
  const foreign = await postRefund({ ...refund, reference: "sandbox-foreign-link" });
  const { href } = foreign.body._actions.partiallyRefundPayment;
  assert.notEqual(new URL(href).origin, sandbox.url);
  assert.match(href, /\/partialRefunds$/);
});
