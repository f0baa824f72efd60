// @ts-check
// What a value is when it arrives: the same, whatever its length, and whatever runs while it is read.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { amends, location } from "./amends.mjs";
import { examples, thrown } from "./examples.mjs";

const { partialRefund } = amends.worldpay({ environment: "try" });
/** @param {string} reference */
const input = (reference) => ({
  linkData: "eyJrIjoiazEifQ%3D%3D",
  reference,
  value: { currency: "GBP", amount: 250 },
});
/** @param {any} given */
const sent = (given) => JSON.parse(partialRefund.request(given).body ?? "").reference;

test("texts of every length, with and without what JSON escapes", () => {
  for (let length = 0; length < 300; length += 1) {
    const plain = "a".repeat(length);
    for (const odd of ["~", " ", '"', "\\", "é", "€", "😀", "\u2028", "\ufeff"]) {
      for (const text of [odd + plain, plain + odd, odd + plain + odd]) assert.equal(sent(input(text)), text);
    }
  }
});

const bulk = new TextEncoder().encode(`${JSON.stringify(input("of many"))}\n`.repeat(5000));
const live = amends.worldpay({ environment: "live" });
/** @type {Record<string, () => unknown>} */
const others = {
  "another request": () => sent(input("another, and a longer one at that")),
  "one that is no ASCII": () => sent(input("für ☕")),
  "one that is refused": () => thrown(() => partialRefund.request(/** @type {any} */ ({}))),
  "one of another account": () => live.partialRefund.request(input("another")),
  "a check": () => partialRefund.validate(input("another")),
  "an answer": () => partialRefund.outcome({ status: 500, body: "no" }, input("another")),
  "a thousand lines": () => partialRefund.requests(bulk),
  "an amount": () => amends.money.toMinor("2.50", "GBP"),
  "an account": () => amends.connect({ provider: "primer", environment: "sandbox" }),
};

for (const [name, call] of Object.entries(others)) {
  test(`a value that asks for something else while it is read: ${name}`, () => {
    const handler = {
      /** @param {any} target @param {PropertyKey} name */
      getOwnPropertyDescriptor(target, name) {
        call();
        return Reflect.getOwnPropertyDescriptor(target, name);
      },
    };
    const before = partialRefund.request(input("before"));
    for (const reference of ["this one", "of ☕", "x".repeat(300)]) {
      const given = new Proxy(input(reference), handler);
      const { body: _, ...request } = partialRefund.request(given);
      assert.equal(sent(given), reference);
      assert.equal(request.url, before.url);
      assert.equal(partialRefund.validate(given).ok, true);
      const lost = partialRefund.outcome({ status: 202, body: '{"outcome":"sentForPartialRefund"}' }, given);
      assert.equal(lost.kind, "accepted");
    }
  });
}

test("long texts that hold what no field may", () => {
  for (const odd of ["\0", "\n", "\u001f", "\u007f", "\ud83d", "'", '"'.repeat(4000)]) {
    for (const length of [50, 60, 200, 4000, 5000]) {
      for (const text of [odd + "a".repeat(length), `${"a".repeat(length)}${odd}b`]) {
        for (const given of [
          input(text),
          { ...input("r"), linkData: text },
          { ...input("r"), value: text },
        ]) {
          const { issues = [] } = /** @type {{ issues?: unknown[] }} */ (
            partialRefund.validate(/** @type {any} */ (given))
          );
          const made = () => partialRefund.request(/** @type {any} */ (given));
          if (issues.length > 0) assert.deepEqual(thrown(made).issues, issues);
          else assert.equal(sent(given), text);
        }
      }
    }
  }
});

test("a call that may have the room moved while a value is written to it", () => {
  const { refund } = amends.primer({ environment: "sandbox" });
  const lines = new TextEncoder().encode('{"id":"p"}\n'.repeat(2000));
  const large = { status: 200, body: "x".repeat(2_200_000) };
  assert.equal(refund.outcome(large).kind, "unknown");
  for (let round = 0; round < 3; round += 1) {
    refund.request({ id: "p" });
    let calls = 0;
    const given = { id: "p", orderId: "Z".repeat(6000), reason: "Z".repeat(8000) };
    const proxy = new Proxy(given, {
      getOwnPropertyDescriptor(target, name) {
        calls += 1;
        if (calls === 1) {
          refund.requests(lines);
          refund.request({ id: "q" });
        }
        return Reflect.getOwnPropertyDescriptor(target, name);
      },
    });
    assert.deepEqual(refund.request(proxy), refund.request(given));
    assert.equal(refund.outcome(large).kind, "unknown");
  }
});

test("texts that are no ASCII, at the end of the usual room", () => {
  const { refund } = amends.primer({ environment: "sandbox" });
  for (const unit of ["é", "€", "😀", "a€"]) {
    const reason = unit.repeat(60);
    for (let length = (1 << 14) - 300; length < 1 << 14; length += 1) {
      const { body = "" } = refund.request({ id: "p", orderId: "a".repeat(length), reason });
      assert.equal(JSON.parse(body).reason, reason, `${unit} behind ${length}`);
    }
  }
});

test("lines within an input are no lines of what comes with it", () => {
  const sent = { UniqueCode: `${"a".repeat(60)}\n\nb`, Amount: "7" };
  const body = '{"ErrorCode":0,"Result":true,"Message":"","Body":{"UniqueCode":"other","Amount":5}}';
  const { apmPartialRefund } = amends.paywall({ environment: "test" });
  const { kind, mismatches } = apmPartialRefund.outcome({ status: 200, body }, sent);
  assert.equal(kind, "completed");
  assert.deepEqual(
    mismatches.map(({ sent, received }) => [sent, received]),
    [["7", "5"]],
  );
  const { refund } = amends.primer({ environment: "sandbox" });
  const forged = { id: "p", idempotencyKey: "k", reason: `${"x".repeat(60)}\nretry-after\n99999\nx\n` };
  assert.equal(refund.outcome({ status: 503, body: "" }, forged).retry.afterSeconds, undefined);
});

test("names of every kind, beside the documented ones and in any order", () => {
  const names = [
    "",
    "#",
    "$",
    '#"',
    "\0",
    "\0reference",
    "reference ",
    "value",
    "amount",
    "é",
    "names",
    "within",
  ];
  names.push(...["n", "'", '"', "é", "\0"].map((unit) => unit.repeat(80)));
  const odd = names.map((name) => ({ ...input("r"), [name]: { "#": 1, amount: 2 } }));
  const own = JSON.parse(
    '{"__proto__":{"reference":"r"},"constructor":1,"value":{"__proto__":1,"amount":0}}',
  );
  for (const { operation, input: usual } of examples) {
    const whole = usual();
    const reversed = Object.fromEntries(Object.entries(whole).reverse());
    assert.deepEqual(operation.request(reversed), operation.request(whole));
    for (const given of [
      ...odd,
      own,
      { ...whole, ...own },
      { ...reversed, "#": 1 },
      { é: 1, ...whole, ü: 2 },
    ]) {
      const { issues } = operation.validate(given);
      assert.notDeepEqual(issues, []);
      assert.deepEqual(thrown(() => operation.request(given)).issues, issues, JSON.stringify(given));
    }
  }
});

test("without the quick reader of ASCII that Node, Bun and Deno have", () => {
  const request = partialRefund.request(input("für ☕"));
  const program = `
    delete globalThis.Buffer;
    const { worldpay } = await import(${JSON.stringify(location.href)});
    const { partialRefund } = worldpay({ environment: "try" });
    for (const reference of ["plain", "für ☕"]) {
      console.log(JSON.stringify(partialRefund.request({ ...${JSON.stringify(input(""))}, reference })));
    }`;
  const { stdout } = spawnSync(process.execPath, ["--input-type=module", "-e", program], {
    encoding: "utf8",
  });
  const [plain, last] = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  assert.deepEqual(plain, JSON.parse(JSON.stringify(partialRefund.request(input("plain")))));
  assert.deepEqual(last, JSON.parse(JSON.stringify(request)));
});

test("an input that ends around the end of the usual room", () => {
  const { length: around } = JSON.stringify(input(""));
  for (let length = (1 << 14) - around - 20; length < (1 << 14) + 20; length += 1) {
    const { reference, value } = JSON.parse(partialRefund.request(input("a".repeat(length))).body ?? "");
    assert.equal(reference.length, length);
    assert.deepEqual(value, { currency: "GBP", amount: 250 }, String(length));
  }
});

test("an input may have 1 MiB as JSON, and no byte more", () => {
  const { length: around } = JSON.stringify(input(""));
  for (const [unit, bytes] of /** @type {const} */ ([
    ["a", 1],
    ["é", 2],
    ["€", 3],
    ["\\", 2],
  ])) {
    const most = Math.floor(((1 << 20) - around) / bytes);
    assert.equal(sent(input(unit.repeat(most))).length, most, unit);
    for (const more of [most + 1, most + 2, 2 * most, 8 * most]) {
      const error = thrown(() => partialRefund.request(input(unit.repeat(more))));
      assert.equal(error.issues?.[0]?.code, "too_long", `${more} of ${unit}`);
    }
  }
  // Of many short pieces, the last ones at the end of the room.
  for (let length = 0; length < 40; length += 1) {
    const strange = { ...input(""), more: ["a".repeat((1 << 20) - 200 + length), 1, null, true, "b", {}] };
    const fits = JSON.stringify(strange).length <= 1 << 20;
    const { issues } = thrown(() => partialRefund.request(strange));
    assert.equal(issues[0].code === "too_long", !fits, String(length));
  }
});
