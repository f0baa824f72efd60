// @ts-check
// Primer's own answers, over real HTTP.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { brief, inputFor, operationOf, play, sandbox, send } from "./sandbox-client.mjs";

after(() => sandbox.close());

const ID = "primer.refund";
const make = inputFor[ID] ?? assert.fail();

test("the same key twice is a duplicate, on the same and on another payment", async () => {
  const input = make();
  assert.equal((await play(ID, input)).kind, "completed");
  for (const again of [input, { ...input, id: "another-payment" }]) {
    const outcome = await play(ID, again);
    assert.deepEqual(brief(outcome), ["duplicate", 409, "query-first", "IdempotencyKeyAlreadyExists"]);
    assert.deepEqual(
      [outcome.details.error.paymentId, outcome.details.error.paymentStatus],
      [input.id, "SETTLED"],
    );
    assert.equal(outcome.correlationId, outcome.details.error.diagnosticsId);
  }
});

test("a lost answer may be sent again with its key: the second one tells", async () => {
  const input = make("sandbox-dropped");
  const lost = await play(ID, input);
  assert.deepEqual(brief(lost), ["unknown", null, "resend-same-key", "no_response"]);
  assert.equal((await play(ID, input)).kind, "duplicate");
  const { idempotencyKey: _, ...keyless } = make("sandbox-truncated");
  assert.equal((await play(ID, keyless)).retry.advice, "query-first");
});

test("processor statuses", async () => {
  for (const [scenario, expected] of /** @type {[string, unknown[]][]} */ ([
    ["pending", ["accepted", 200, "never"]],
    ["unknown-outcome", ["accepted", 200, "never"]],
    ["failed", ["declined", 200, "fix-first", "FAILED"]],
    ["declined", ["declined", 200, "fix-first", "DECLINED"]],
    ["transaction-type", ["completed", 200, "never"]],
    ["no-refund", ["unknown", 200, "query-first", "no_refund"]],
    ["no-transactions", ["accepted", 200, "never"]],
    ["error-in-200", ["unknown", 200, "query-first", "NoActionsToHandle"]],
    ["unknown-payment", ["rejected", 400, "fix-first", "PaymentError"]],
    ["already-refunded", ["rejected", 409, "never", "PaymentAlreadyRefunded"]],
    ["limit", ["rejected", 409, "never", "PaymentRequestLimitExceeded"]],
  ])) {
    const outcome = await play(ID, make(`sandbox-${scenario}`));
    assert.deepEqual(brief(outcome), expected, scenario);
    if (scenario === "transaction-type") assert.equal(outcome.details.transactions[1].kind, "REFUND");
  }
});

test("partial refunds of one payment cannot be told apart", async () => {
  const { id } = make();
  const once = await play(ID, { id, amount: 1 });
  const rest = await play(ID, { id });
  assert.deepEqual([once.kind, rest.kind], ["completed", "completed"]);
  assert.equal(
    rest.details.transactions.filter((/** @type {any} */ { kind }) => kind === "REFUND").length,
    2,
  );
  assert.deepEqual(brief(await play(ID, { id })), ["rejected", 409, "never", "PaymentAlreadyRefunded"]);
  const mixed = make("sandbox-declined");
  await play(ID, { ...mixed, idempotencyKey: "mixed-1" });
  const outcome = await play(ID, { ...mixed, idempotencyKey: "mixed-2" });
  assert.deepEqual(brief(outcome), ["unknown", 200, "query-first", "ambiguous_refunds"]);
});

test("more than what is left", async () => {
  const outcome = await play(ID, { ...make(), amount: 10_001 });
  assert.deepEqual(brief(outcome), ["rejected", 422, "fix-first", "UnprocessableRefundAmount"]);
  assert.deepEqual([outcome.issues[0].pointer, outcome.issues[0].code], ["/amount", "provider"]);
});

test("the fields the provider refuses are ours", async () => {
  const { operation } = operationOf(ID);
  const request = operation.request(make());
  const body = JSON.stringify({ amount: 1.5, expand: [1], strange: 1 });
  const outcome = operation.outcome(await send({ ...request, body }));
  assert.deepEqual(brief(outcome), ["rejected", 422, "fix-first", "RequestValidationError"]);
  assert.deepEqual(outcome.issues.map((/** @type {any} */ { pointer }) => pointer).sort(), [
    "/amount",
    "/expand/0",
    "/strange",
  ]);
});

test("every field is sent", async () => {
  const input = {
    ...make(),
    amount: "remaining",
    orderId: "order-1",
    reason: "späť",
    transactionEventId: "0190f3a2-1111-7abc-8def-0123456789ab",
    expand: ["transactions.events"],
  };
  const outcome = await play(ID, input);
  assert.deepEqual(brief(outcome), ["completed", 200, "never"]);
  const { headers, text } = sandbox.requests.at(-1) ?? assert.fail();
  assert.deepEqual([headers["x-idempotency-key"], headers["x-api-version"]], [input.idempotencyKey, "2.4"]);
  const { orderId, reason, transactionEventId, expand } = input;
  assert.deepEqual(JSON.parse(text), { orderId, reason, transactionEventId, expand });
});

test("an id that would climb or end the path stays one segment", async () => {
  for (const id of ["a/b", "../x", "a?b", "a#b", "a%2Fb", "späť 😀", "...", "a;b=c&d"]) {
    const outcome = await play(ID, { id });
    assert.deepEqual([...brief(outcome), outcome.details.id], ["completed", 200, "never", id]);
  }
});

test("a payment beyond a double, and another payment's answer", async () => {
  const large = await play(ID, make("sandbox-large"));
  assert.equal(large.details.amount, "9007199254740993");
  const input = make("sandbox-mismatch");
  const outcome = await play(ID, input);
  assert.deepEqual(outcome.mismatches, [{ field: "id", sent: input.id, received: "another1" }]);
});

test("another version of the API", async () => {
  const { id } = make();
  assert.equal((await play(ID, { id, amount: 1 }, { apiVersion: "2.1" })).kind, "completed");
  assert.equal(sandbox.requests.at(-1)?.headers["x-api-version"], "2.1");
  assert.deepEqual(brief(await play(ID, { id }, { apiVersion: "9" })), [
    ...["rejected", 400, "fix-first", "UnknownApiVersion"],
  ]);
});
