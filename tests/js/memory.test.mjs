// @ts-check
// Ten thousand calls of each kind leave the module's memory, and the list of JavaScript values it holds, as they were.
import assert from "node:assert/strict";
import { test } from "node:test";

/** @type {{ exports: any, imports: any }[]} */
const instances = [];
/** The glue keeps JavaScript values in a list; the largest place in it that was ever handed to the module. */
let values = 0;
const { WebAssembly } = /** @type {any} */ (globalThis);
WebAssembly.Instance = new Proxy(WebAssembly.Instance, {
  construct(target, [module, { "./amends_bg.js": glue }]) {
    const imports = Object.fromEntries(Object.entries(glue).map(([name, act]) => [name, watched(act)]));
    const instance = new target(module, { "./amends_bg.js": imports });
    instances.push({ exports: instance.exports, imports });
    return instance;
  },
});

/** @param {any} act */
function watched(act) {
  return (/** @type {unknown[]} */ ...all) => {
    const place = act(...all);
    if (typeof place === "number") values = Math.max(values, place);
    return place;
  };
}

// Only now: the package makes its instance on its first call.
const { amends } = await import("./amends.mjs");
const { accounts, examples, thrown } = await import("./examples.mjs");

const CALLS = 10_000;

function size() {
  assert.equal(instances.length, 1, "one instance serves every call");
  return { memory: instances[0]?.exports.memory.buffer.byteLength, values };
}

/** @param {string} name @param {(call: number) => unknown} act */
function steady(name, act) {
  test(name, () => {
    // Warm-up: memory grows to what the calls need at once, and never shrinks.
    for (let call = 0; call < 1000; call += 1) act(call);
    const before = size();
    for (let call = 0; call < CALLS; call += 1) act(call);
    assert.deepEqual(size(), before);
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
  const [first] = instances;
  assert.ok(first);
  for (const leak of [
    () => first.exports.memory.grow(1),
    () => {
      // A text of one byte, which the module would drop.
      const [, text] =
        Object.entries(first.imports).find(([name]) => name.startsWith("__wbindgen_generic_")) ?? [];
      for (let call = 0; call < CALLS; call += 1) text(0, 1);
    },
  ]) {
    const before = size();
    leak();
    assert.notDeepEqual(size(), before);
  }
});
