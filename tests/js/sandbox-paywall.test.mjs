// @ts-check
// Paywall's own answers, over real HTTP.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { brief, inputFor, play, sandbox } from "./sandbox-client.mjs";

after(() => sandbox.close());

const ID = "paywall.apmPartialRefund";
const make = inputFor[ID] ?? assert.fail();

test("a refund is written and echoed exactly", async () => {
  for (const [Amount, written] of /** @type {const} */ ([
    ["12.50", "12.50"],
    [12.5, "12.5"],
    ["0.01", "0.01"],
    ["25.00", "25.00"],
  ])) {
    const outcome = await play(ID, { ...make(), Amount });
    assert.deepEqual([...brief(outcome), outcome.mismatches], ["completed", 200, "never", []]);
    assert.equal(outcome.details.Body.Amount, written);
    assert.ok(sandbox.requests.at(-1)?.text.endsWith(`"Amount":${written}}`));
  }
});

test("every code but 0 is a refusal that settles nothing", async () => {
  for (const code of ["-1", "1", "2", "5", "373", "1000"]) {
    const outcome = await play(ID, make(`sandbox-code-${code}`));
    assert.deepEqual(brief(outcome), ["declined", 200, "query-first", code]);
    assert.equal(outcome.details.ErrorCode, Number(code));
  }
  const unknown = await play(ID, make("sandbox-unknown-outcome"));
  assert.deepEqual(brief(unknown), ["declined", 200, "query-first", "987654"]);
});

test("more than what is left", async () => {
  const outcome = await play(ID, { ...make(), Amount: "1000.01" });
  assert.deepEqual(brief(outcome), ["declined", 200, "query-first", "373"]);
});

test("answers that contradict themselves", async () => {
  for (const scenario of ["sandbox-zero-false", "sandbox-nonzero-true"]) {
    const { kind, retry } = await play(ID, make(scenario));
    assert.deepEqual([kind, retry.advice], ["unknown", "query-first"]);
  }
});

test("other shapes of a success", async () => {
  const text = await play(ID, make("sandbox-body-string"));
  assert.deepEqual([...brief(text), text.details.Body], ["completed", 200, "never", "1.0.0"]);
  const nothing = await play(ID, make("sandbox-body-null"));
  assert.deepEqual([...brief(nothing), nothing.details.Body], ["completed", 200, "never", null]);
});

test("every mismatch is listed, and none loses the answer", async () => {
  const input = make("sandbox-mismatch");
  const outcome = await play(ID, input);
  assert.deepEqual(brief(outcome), ["completed", 200, "never"]);
  assert.deepEqual(outcome.mismatches, [
    { field: "Body.UniqueCode", sent: input.UniqueCode, received: "another-code" },
    { field: "Body.Amount", sent: "12.50", received: "0.01" },
  ]);
  assert.equal(typeof outcome.details.Body.ApmTransactionId, "number");
});

test("what lies beyond a double is kept as text", async () => {
  const { details } = await play(ID, make());
  assert.equal(details.Body.ProviderDummyResponse.Body.TransactionId, "9007199254740993");
  assert.equal(details.Body.ProviderDummyResponse.Body.ResponseMessage, "İade alındı");
});
