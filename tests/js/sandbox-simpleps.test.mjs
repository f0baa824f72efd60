// @ts-check
// SimplePS's own answers, over real HTTP.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { brief, inputFor, operationOf, play, sandbox, send } from "./sandbox-client.mjs";

after(() => sandbox.close());

const ID = "simpleps.refund";
const make = inputFor[ID] ?? assert.fail();

test("everything: no body; a part: its exact amount", async () => {
  for (const amount of [undefined, "full"]) {
    const { externalPaymentId } = make();
    const input = amount === undefined ? { externalPaymentId } : { externalPaymentId, amount };
    const outcome = await play(ID, input);
    assert.deepEqual([...brief(outcome), outcome.details.status], ["completed", 200, "never", "REFUNDED"]);
    assert.equal(sandbox.requests.at(-1)?.text, "");
  }
  const part = await play(ID, make());
  assert.deepEqual([...brief(part), part.details.status], ["completed", 200, "never", "PARTIALLY_REFUNDED"]);
  assert.equal(sandbox.requests.at(-1)?.text, '{"amount":{"total":25.00,"currency":"USD"}}');
  assert.equal(part.details.amount, "25.00");
});

test("codes of refusals", async () => {
  for (const code of [
    "PAY_012",
    "PAY_015",
    "PAY_016",
    "PAY_020",
    "PAY_021",
    "PAY_022",
    "PAY_023",
    "PAY_024",
  ]) {
    assert.deepEqual(brief(await play(ID, make(`sandbox-${code}`))), ["rejected", 400, "fix-first", code]);
  }
  assert.deepEqual(brief(await play(ID, make("sandbox-CARD_010"))), [
    "rejected",
    400,
    "fix-first",
    "CARD_010",
  ]);
});

test("what follows from use", async () => {
  const { externalPaymentId } = make();
  const part = { externalPaymentId, amount: { total: "600", currency: "EUR" } };
  assert.equal((await play(ID, part)).kind, "completed");
  assert.deepEqual(brief(await play(ID, part)), ["rejected", 400, "fix-first", "PAY_016"]);
  const other = { externalPaymentId, amount: { total: "1", currency: "USD" } };
  assert.deepEqual(brief(await play(ID, other)), ["rejected", 400, "fix-first", "PAY_015"]);
});

test("scenarios of its own", async () => {
  const declined = await play(ID, make("sandbox-declined"));
  assert.deepEqual(brief(declined).slice(0, 3), ["declined", 200, "fix-first"]);
  for (const scenario of ["unknown-outcome", "approved-declined", "unapproved-refunded"]) {
    const outcome = await play(ID, make(`sandbox-${scenario}`));
    assert.deepEqual(brief(outcome).slice(0, 3), ["unknown", 200, "query-first"], scenario);
  }
});

test("every mismatch is listed", async () => {
  const input = make("sandbox-mismatch");
  const outcome = await play(ID, input);
  assert.equal(outcome.kind, "completed");
  assert.deepEqual(outcome.mismatches, [
    { field: "externalPaymentId", sent: input.externalPaymentId, received: "another-order" },
    { field: "amount", sent: "25.00", received: "0.01" },
  ]);
});

test("an id that would climb or end the path stays one segment", async () => {
  for (const externalPaymentId of ["a/b", "../x", "a?b", "a#b", "a%2Fb", "späť 😀", "..."]) {
    const outcome = await play(ID, { externalPaymentId });
    assert.deepEqual([outcome.kind, outcome.details.externalPaymentId], ["completed", externalPaymentId]);
  }
});

test("a request without its token, and a body the provider refuses", async () => {
  const { operation } = operationOf(ID);
  const { headers, ...request } = operation.request(make());
  const { Authorization: _, ...bare } = headers;
  const unauthorized = operation.outcome(await send({ ...request, headers: bare }));
  assert.deepEqual(brief(unauthorized), ["rejected", 401, "fix-first", "SE_001"]);
  const outcome = operation.outcome(await send({ ...request, headers, body: '{"amount":{"total":0}}' }));
  assert.deepEqual(brief(outcome), ["rejected", 400, "fix-first", "PAY_020"]);
});
