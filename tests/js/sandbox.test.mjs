// @ts-check
// What every provider may answer, over real HTTP.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { amends } from "./amends.mjs";
import { brief, inputFor, operationOf, play, sandbox, send } from "./sandbox-client.mjs";

after(() => sandbox.close());

const KEY = "resend-same-key";
const QUERY = "query-first";

/** @type {Record<string, string>} */
const SECRET = {
  worldpay: "password",
  paywall: "apiClientPublic",
  primer: "apiKey",
  simpleps: "accessToken",
};

/** @type {Record<string, any[]>} */
const SUCCESS = {
  "worldpay.partialRefund": ["accepted", 202, "never"],
  "worldpay.partialSettlement": ["accepted", 202, "never"],
  "paywall.apmPartialRefund": ["completed", 200, "never"],
  "primer.refund": ["completed", 200, "never"],
  "simpleps.refund": ["completed", 200, "never"],
};

for (const [id, success] of Object.entries(SUCCESS)) {
  const make = inputFor[id] ?? assert.fail();
  const [, status] = success;
  const lost = id === "primer.refund" ? KEY : QUERY;

  test(`${id}: the request is accepted as the document says`, async () => {
    const outcome = await play(id, make());
    assert.deepEqual(brief(outcome), success);
    assert.deepEqual([outcome.operation, outcome.mismatches], [id, []]);
    const { headers } = sandbox.requests.at(-1) ?? assert.fail();
    assert.equal(headers["content-type"], "application/json");
  });

  test(`${id}: bulk output is stored without credentials, then authorized and sent`, async () => {
    const { client, operation } = operationOf(id);
    const inputs = [make(), {}, make()];
    const lines = inputs.map((input) => JSON.stringify(input)).join("\n");
    const output = new TextDecoder().decode(operation.requests(new TextEncoder().encode(lines)));
    const [first, second, third] = output
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    assert.deepEqual([first.line, second.line, third.line], [1, 2, 3]);
    assert.ok(second.issues.length > 0);
    const bare = operation.outcome(await send(first.request), inputs[0]);
    assert.ok(bare.httpStatus === 401, String(bare.httpStatus));
    for (const [index, { request }] of [first, third].entries()) {
      const outcome = operation.outcome(await send(client.authorize(request)), inputs[index * 2]);
      assert.deepEqual(brief(outcome), success);
    }
  });

  test(`${id}: a provider that knows these credentials not`, async () => {
    const outcome = await play(id, make(), { [SECRET[id.split(".")[0] ?? ""] ?? ""]: "somebody-else" });
    assert.deepEqual([outcome.kind, outcome.retry.advice], ["rejected", "fix-first"]);
    assert.ok(outcome.httpStatus === 401 || outcome.httpStatus === 403);
  });

  test(`${id}: every error status`, async () => {
    for (let code = 400; code < 600; code += 1) {
      // 429 has a meaning of its own; `fetch` takes 407 for its own proxy's and fails.
      if (code === 429 || code === 407) continue;
      const outcome = await play(id, make(`sandbox-${code}`));
      assert.deepEqual([outcome.kind, outcome.httpStatus, outcome.retry.advice], expected(code));
      assert.ok(outcome.reason.code.length > 0 && outcome.reason.message.length > 0);
      assert.equal("issues" in outcome, outcome.kind === "rejected");
    }
  });

  /** @param {number} code */
  function expected(code) {
    if (code >= 500 || code === 408) return ["unknown", code, lost];
    return code === 409 ? ["unknown", code, QUERY] : ["rejected", code, "fix-first"];
  }

  test(`${id}: too many requests`, async () => {
    for (const scenario of ["sandbox-429", "sandbox-429-date"]) {
      const { kind, retry } = await play(id, make(scenario));
      assert.deepEqual([kind, retry.advice, retry.afterSeconds], ["throttled", "resend", 7], scenario);
    }
  });

  test(`${id}: a redirect is not followed`, async () => {
    const before = sandbox.requests.length;
    const outcome = await play(id, make("sandbox-302"));
    assert.deepEqual([outcome.kind, outcome.retry.advice], ["unknown", lost]);
    assert.equal(sandbox.requests.length, before + 1);
    assert.ok(!sandbox.requests.some(({ url }) => url.startsWith("/elsewhere")));
  });

  test(`${id}: answers that were lost`, async () => {
    assert.deepEqual(brief(await play(id, make("sandbox-dropped"))), ["unknown", null, lost, "no_response"]);
    assert.deepEqual(brief(await play(id, make("sandbox-truncated"))), [
      "unknown",
      status,
      lost,
      "truncated",
    ]);
    assert.deepEqual(brief(await play(id, make("sandbox-503"))), ["unknown", 503, lost, "http_503"]);
  });

  test(`${id}: a success without its content`, async () => {
    const codes = [];
    for (const scenario of ["empty", "bare", "html", "bad-utf8"]) {
      const outcome = await play(id, make(`sandbox-${scenario}`));
      assert.deepEqual([outcome.kind, outcome.httpStatus, outcome.retry.advice], ["unknown", status, QUERY]);
      codes.push(outcome.reason.code);
    }
    assert.deepEqual([codes[0], codes[2]], ["empty_body", "not_json"]);
  });

  test(`${id}: what is refused here would be refused there`, async () => {
    const { operation } = operationOf(id);
    const count = sandbox.requests.length;
    assert.throws(() => operation.request({ ...make(), strange: 1 }), amends.InvalidInputError);
    assert.equal(sandbox.requests.length, count);
  });
}

test("a server that is not there", async () => {
  for (const [id, make] of Object.entries(inputFor)) {
    const outcome = await play(id, make(), { baseUrl: "http://127.0.0.1:1" });
    const advice = id === "primer.refund" ? KEY : QUERY;
    assert.deepEqual(brief(outcome), ["unknown", null, advice, "no_response"]);
  }
});
