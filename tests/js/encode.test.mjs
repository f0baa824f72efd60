// @ts-check
// What a value is when it arrives: the same, whatever its length, and whatever runs while it is read.
import assert from "node:assert/strict";
import { test } from "node:test";
import { amends } from "./amends.mjs";
import { thrown } from "./examples.mjs";

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

test("a value that makes a request while it is read", () => {
  const handler = {
    /** @param {any} target @param {PropertyKey} name */
    getOwnPropertyDescriptor(target, name) {
      assert.equal(sent(input("another, and a longer one at that")), "another, and a longer one at that");
      return Reflect.getOwnPropertyDescriptor(target, name);
    },
  };
  assert.equal(sent(new Proxy(input("this one"), handler)), "this one");
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
