// @ts-check
// Worldpay's own answers, over real HTTP.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { brief, inputFor, operationOf, play, sandbox, send } from "./sandbox-client.mjs";

after(() => sandbox.close());

const IDS = ["worldpay.partialRefund", "worldpay.partialSettlement"];

for (const id of IDS) {
  const make = inputFor[id] ?? assert.fail();

  test(`${id}: the link of an answer leads to the next step`, async () => {
    const { client, operation } = operationOf(id);
    const first = await play(id, make());
    assert.match(first.correlationId, /^[0-9a-f-]{36}$/);
    const { partiallyRefundPayment } = first.details.actions;
    assert.equal(partiallyRefundPayment.suspect, undefined);
    assert.equal(client.linkData(partiallyRefundPayment.href), partiallyRefundPayment.linkData);
    assert.equal(client.linkData(first.details.links.self.href), first.details.links.self.linkData);
    const { linkData } = partiallyRefundPayment;
    const next = { ...make(), linkData };
    assert.equal(operation.outcome(await send(operation.request(next)), next).kind, "accepted");
    assert.ok(sandbox.requests.at(-1)?.url.includes(linkData));
  });

  test(`${id}: scenarios of its own`, async () => {
    const unknown = await play(id, make("sandbox-unknown-outcome"));
    assert.deepEqual(brief(unknown), ["unknown", 202, "query-first", "unknown_outcome"]);
    assert.equal(unknown.details.outcome, "sentForSomethingNew");
    const bare = await play(id, make("sandbox-no-payment-id"));
    assert.deepEqual([...brief(bare), bare.details.paymentId], ["accepted", 202, "never", undefined]);
    const misnamed = await play(id, make("sandbox-misnamed-link"));
    assert.deepEqual(brief(misnamed), ["accepted", 202, "never"]);
    const { reversePayment } = misnamed.details.actions;
    assert.match(reversePayment.suspect, /partialSettlements/);
    assert.equal("linkData" in reversePayment, false);
    const foreign = await play(id, make("sandbox-foreign-link"));
    const { partiallyRefundPayment } = foreign.details.actions;
    assert.ok(partiallyRefundPayment.suspect && !("linkData" in partiallyRefundPayment));
    assert.throws(() => operationOf(id).client.linkData(partiallyRefundPayment.href));
  });

  test(`${id}: the fields the provider refuses are ours`, async () => {
    const { operation } = operationOf(id);
    const request = operation.request(make());
    const body = JSON.stringify({ value: { currency: "GBP", amount: 0, strange: 1 } });
    const outcome = operation.outcome(await send({ ...request, body }));
    assert.deepEqual(brief(outcome), ["rejected", 400, "fix-first", "bodyDoesNotMatchSchema"]);
    const issues = outcome.issues.map((/** @type {any} */ { code, pointer, providerCode }) => [
      code,
      pointer,
      providerCode,
    ]);
    assert.deepEqual(issues.sort(), [
      ["provider", "/reference", "fieldIsMissing"],
      ["provider", "/value/amount", "integerIsTooSmall"],
      ["provider", "/value/strange", "fieldIsNotAllowed"],
    ]);
  });

  test(`${id}: link data that the provider does not know`, async () => {
    const outcome = await play(id, { ...make(), linkData: "eyJrIjoiazEifQ" });
    assert.deepEqual(brief(outcome), ["rejected", 400, "fix-first", "urlContainsInvalidValue"]);
    assert.equal(outcome.issues[0].pointer, "/linkData");
  });

  test(`${id}: headers the provider misses or refuses`, async () => {
    const { operation } = operationOf(id);
    const request = operation.request(make());
    for (const [name, status, code] of /** @type {const} */ ([
      ["WP-Api-Version", 406, "headerIsMissing"],
      ["WP-Api-Version", 415, "headerHasInvalidValue"],
    ])) {
      const { [name]: _, ...rest } = request.headers;
      const headers = status === 406 ? rest : { ...rest, [name]: "2020-01-01" };
      const outcome = operation.outcome(await send({ ...request, headers }));
      assert.deepEqual(brief(outcome), ["rejected", status, "fix-first", code]);
      assert.equal(outcome.details.headerName, name);
    }
  });
}
