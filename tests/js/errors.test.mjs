// @ts-check
// What the package throws: names, codes, issues, messages.
import assert from "node:assert/strict";
import { test } from "node:test";
import { amends } from "./amends.mjs";
import { accounts, examples, thrown } from "./examples.mjs";

const { AmendsError, InternalError, InvalidAccountError, InvalidInputError } = amends;

test("an invalid input", () => {
  for (const { id, operation } of examples) {
    const error = thrown(() => operation.request({}));
    assert.ok(error instanceof InvalidInputError && error instanceof AmendsError && error instanceof Error);
    assert.deepEqual([error.name, error.code, error.operation], ["InvalidInputError", "invalid_input", id]);
    assert.ok(error.issues.length > 0);
    assert.ok(error.message.startsWith(`${id}: `), error.message);
    for (const { message } of error.issues) assert.ok(error.message.includes(message), error.message);
    assert.ok(!Object.keys(error).includes("message"));
  }
});

test("an input of no operation names none", () => {
  const error = thrown(() => amends.money.toMinor("x", "GBP"));
  assert.ok(error instanceof InvalidInputError);
  assert.equal("operation" in error, false);
  assert.match(error.message, /^invalid input: /);
});

test("many issues: all are listed, the message stays short", () => {
  const many = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`unknown${index}`, index]));
  const error = thrown(() => examples[0]?.operation.request(many));
  assert.equal(error.issues.length, 503);
  assert.ok(error.message.length < 2000 && error.message.includes("and 493 more"), error.message);
});

test("an invalid account", () => {
  for (const provider of Object.keys(accounts)) {
    const error = thrown(() => amends.connect(/** @type {any} */ ({ provider })));
    assert.ok(error instanceof InvalidAccountError && error instanceof AmendsError && error instanceof Error);
    assert.deepEqual([error.name, error.code], ["InvalidAccountError", "invalid_account"]);
    assert.deepEqual(
      error.issues.map(({ code, pointer }) => [code, pointer]),
      [["missing", "/environment"]],
    );
    assert.ok(error.message.startsWith(`${provider} account: `), error.message);
  }
});

test("half of a pair of credentials", () => {
  /** @type {[any, string][]} */
  const halves = [
    [{ ...accounts.worldpay, password: undefined }, "/password"],
    [{ provider: "worldpay", environment: "try", username: "u" }, "/password"],
    [{ provider: "worldpay", environment: "try", password: "p" }, "/username"],
    [{ provider: "paywall", environment: "test", apiKeyPublic: "k" }, "/apiClientPublic"],
    [{ provider: "paywall", environment: "test", apiClientPublic: "c" }, "/apiKeyPublic"],
  ];
  for (const [account, pointer] of halves) {
    const error = thrown(() => amends.connect(account));
    assert.ok(error instanceof InvalidAccountError, pointer);
    assert.deepEqual(
      error.issues.map((issue) => issue.pointer),
      [pointer],
    );
  }
});

test("an account that is none, and a provider nobody knows", () => {
  /** @type {any[]} */
  const strange = [
    ...[undefined, null, 1, "worldpay", [], new Map(), () => {}, Symbol("worldpay")],
    ...[{}, { provider: "Worldpay" }, { provider: "toString" }, { provider: null }],
    { provider: Symbol("worldpay") },
    { provider: "a\nb".repeat(1000) },
  ];
  for (const account of strange) {
    const error = thrown(() => amends.connect(account));
    assert.ok(error instanceof InvalidAccountError, String(error));
    assert.ok(error.issues.length > 0);
    assert.ok(error.message.length < 500 && !/\p{Cc}/u.test(error.message), error.message);
  }
  for (const make of [amends.worldpay, amends.paywall, amends.primer, amends.simpleps]) {
    for (const account of strange) {
      assert.ok(thrown(() => make(account)) instanceof InvalidAccountError);
    }
  }
});

test("the provider's name is an own text, read without running anything", () => {
  const rest = { environment: "try" };
  let reads = 0;
  const get = () => {
    reads += 1;
    return "worldpay";
  };
  /** @type {any[]} */
  const strange = [
    { ...rest, provider: ["worldpay"] },
    { ...rest, provider: Object("worldpay") },
    { ...rest, provider: { toString: () => "worldpay" } },
    Object.defineProperty({ ...rest }, "provider", { get, enumerable: true }),
    Object.assign(Object.create({ provider: "worldpay" }), rest),
  ];
  for (const account of strange) {
    assert.ok(thrown(() => amends.connect(account)) instanceof InvalidAccountError);
  }
  assert.equal(reads, 0);
});

test("an account's fields are judged like an input's", () => {
  let reads = 0;
  const get = () => {
    reads += 1;
    return "u";
  };
  const good = { environment: "try", username: "u", password: "p" };
  for (const name of Object.keys(good)) {
    for (const value of [undefined, null, 1, ["u"], Object("u"), "", "a\nb", "\ud800"]) {
      const error = thrown(() => amends.worldpay(/** @type {any} */ ({ ...good, [name]: value })));
      assert.ok(error instanceof InvalidAccountError, `${name}: ${String(value)}`);
    }
    const own = Object.defineProperty({ ...good }, name, { get, enumerable: true });
    assert.ok(thrown(() => amends.worldpay(/** @type {any} */ (own))) instanceof InvalidAccountError);
  }
  assert.equal(reads, 0);
});

test("each error is an AmendsError", () => {
  for (const heir of [InternalError, InvalidAccountError, InvalidInputError]) {
    assert.ok(heir.prototype instanceof AmendsError);
  }
});

test("a call at the end of the stack spoils no later one", () => {
  const [example] = examples;
  assert.ok(example);
  const { operation, input } = example;
  const expected = operation.request(input());
  /** @type {unknown[]} */
  const seen = [];
  const dive = () => {
    try {
      dive();
    } catch {
      if (seen.length < 300) seen.push(thrown(() => operation.request(input())) ?? "built");
    }
  };
  dive();
  assert.ok(seen.some((error) => error instanceof Error));
  assert.deepEqual(operation.request(input()), expected);
  assert.equal(operation.validate({}).ok, false);
  assert.equal(operation.outcome(null).kind, "unknown");
});
