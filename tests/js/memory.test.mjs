// @ts-check
// Ten thousand calls of each kind leave the module's memory as it was; nothing of JavaScript's is held there.
import assert from "node:assert/strict";
import { test } from "node:test";

/** @type {any[]} */
const instances = [];
const { WebAssembly } = /** @type {any} */ (globalThis);
WebAssembly.Instance = new Proxy(WebAssembly.Instance, {
  construct(target, all) {
    const instance = new target(...all);
    // Not what unpacks the module, once.
    if (!("unpack" in instance.exports)) instances.push(instance.exports);
    return instance;
  },
});

// Only now: the package makes its instance on its first call.
const { amends } = await import("./amends.mjs");
const { accounts, examples, thrown } = await import("./examples.mjs");

const CALLS = 10_000;

function size() {
  assert.equal(instances.length, 1, "one instance serves every call");
  return instances[0]?.memory.buffer.byteLength;
}

/** @param {string} name @param {(call: number) => unknown} act */
function steady(name, act) {
  test(name, () => {
    // Warm-up: memory grows to what the calls need at once, and never shrinks.
    for (let call = 0; call < 1000; call += 1) act(call);
    const before = size();
    for (let call = 0; call < CALLS; call += 1) act(call);
    assert.equal(size(), before);
  });
}

const answers = [
  '{"outcome":"sentForPartialRefund","_links":{"self":{"href":"https://example.com"}}}',
  '{"ErrorCode":0,"Result":true,"Message":"","Body":{"Amount":12.50}}',
  '{"id":"payment-1","transactions":[{"type":"REFUND","processorStatus":"SETTLED"}]}',
  '{"approved":true,"status":"REFUNDED"}',
];
const garbage = ["", "{", "[1,2]", '{"error":{}}', "\ud800", "<html>", '{"a":'.repeat(1000)];

/** @template T @param {T[]} list @param {number} call @returns {T} */
const turn = (list, call) => /** @type {T} */ (list[call % list.length]);

for (const { id, client, operation, input } of examples) {
  const good = input();
  const bad = [
    {},
    null,
    { ...good, strange: 1, "\ud800": 2 },
    new Map(),
    { [Object.keys(good)[0] ?? ""]: "\0" },
  ];
  const line = new TextEncoder().encode(`${JSON.stringify(good)}\n{}\n`);

  steady(`${id}: request, good`, () => operation.request(good));
  steady(`${id}: request, bad`, (call) => assert.ok(thrown(() => operation.request(turn(bad, call)))));
  steady(`${id}: validate, good`, () => operation.validate(good));
  steady(`${id}: validate, bad`, (call) => operation.validate(turn(bad, call)));
  steady(`${id}: outcome, good`, (call) =>
    operation.outcome({ status: 200, headers: { date: "x" }, body: turn(answers, call) }, good),
  );
  steady(`${id}: outcome, bad`, (call) => {
    operation.outcome(
      { status: turn([0, 200, 302, 400, 409, 429, 500], call), body: turn(garbage, call) },
      bad,
    );
    operation.outcome(null, good);
  });
  steady(`${id}: bulk and authorize`, () => {
    operation.requests(line);
    client.authorize(operation.request(good));
    assert.ok(thrown(() => client.authorize({ ...operation.request(good), url: "https://example.com" })));
  });
}

for (const [provider, account] of Object.entries(accounts)) {
  steady(`${provider}: connect, good`, () => amends.connect(/** @type {any} */ (account)));
  steady(`${provider}: connect, bad`, () =>
    assert.ok(
      thrown(() => amends.connect(/** @type {any} */ ({ ...account, strange: 1, environment: "?" }))),
    ),
  );
}

steady("money, describe", (call) => {
  amends.money.toMinor("2.50", "GBP");
  amends.money.toMajor(call, "GBP");
  assert.ok(thrown(() => amends.money.toMinor("2.505", "GBP")));
  if (call % 100 === 0) amends.describe();
});

test("a leak would be seen", () => {
  const before = size();
  instances[0]?.memory.grow(1);
  assert.notEqual(size(), before);
});

test("a large call gives its room back", () => {
  const body = JSON.stringify({ large: "x".repeat(3 << 20) });
  const { operation } = examples[0] ?? assert.fail();
  const large = () => operation.outcome({ status: 200, body });
  large();
  large();
  const before = size();
  for (let call = 0; call < 20; call += 1) {
    large();
    operation.outcome(null);
  }
  assert.equal(size(), before);
});
