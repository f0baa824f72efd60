// @ts-check
// Exact money, against BigInt arithmetic on the digits.
import assert from "node:assert/strict";
import { test } from "node:test";
import { amends } from "./amends.mjs";
import { codes, decimals, listed, published } from "./currencies.mjs";
import { thrown } from "./examples.mjs";

const { money, InvalidInputError } = amends;
const MAX = 2n ** 53n - 1n;
const EXPONENTS = Array.from({ length: 29 }, (_, digits) => digits);
const MINORS = [0n, 1n, 9n, 10n, 99n, 100n, 101n, 250n, 12345n, 10n ** 15n, MAX - 1n, MAX];

/** Minor units as a decimal with that many digits after the point. @param {bigint} minor @param {number} digits */
function major(minor, digits) {
  const text = minor.toString().padStart(digits + 1, "0");
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** The minor units of a decimal, or undefined where there are none. @param {string} text @param {number} digits */
function minor(text, digits) {
  const [, whole = "", fraction = ""] = /^(0|[1-9]\d*)(?:\.(\d+))?$/.exec(text) ?? [];
  const exact = BigInt(whole + fraction.padEnd(digits, "0"));
  return fraction.length > digits || exact > MAX ? undefined : exact;
}

/** @param {() => unknown} act @returns {[code: string, pointer: string][]} */
function refused(act) {
  const error = thrown(act);
  assert.ok(error instanceof InvalidInputError, `${error}`);
  return error.issues.map(({ code, pointer }) => [code, pointer]);
}

test("the list is the one the package names", () => {
  assert.equal(published, "2024-06-25");
  assert.equal(codes.length, listed.length + 2);
  assert.ok(codes.length > 170);
  for (const code of listed) assert.ok(decimals.has(code), code);
});

test(`exponents of ${codes.length} currencies`, () => {
  for (const [code, digits] of decimals) {
    const found = money.exponent(code);
    assert.equal(found?.iso, digits, code);
    for (const { where, exponent } of found?.disputed ?? []) {
      assert.ok(where.length > 0 && Number.isInteger(exponent) && exponent !== digits, code);
    }
  }
  assert.equal(money.exponent("ISK")?.disputed[0]?.exponent, 2);
  for (const strange of ["", "XYZ", "gbp", "GBPX", "GB", null, undefined, 1, {}, ["GBP"], Object("GBP")]) {
    assert.equal(money.exponent(/** @type {any} */ (strange)), undefined);
  }
});

test("no code but those of the list", () => {
  const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
  for (const a of letters) {
    for (const b of letters) {
      for (const c of letters) {
        const code = a + b + c;
        assert.equal(money.exponent(code) !== undefined, decimals.get(code) !== undefined, code);
      }
    }
  }
});

test("every currency, both ways", () => {
  for (const [code, digits] of decimals) {
    for (const amount of MINORS) {
      if (digits === undefined) {
        assert.deepEqual(
          refused(() => money.toMajor(Number(amount), code)),
          [["unknown_currency", "/currency"]],
        );
        assert.deepEqual(
          refused(() => money.toMinor("1", code)),
          [["unknown_currency", "/currency"]],
        );
        continue;
      }
      const text = major(amount, digits);
      assert.equal(money.toMajor(Number(amount), code), text, code);
      assert.equal(money.toMinor(text, code), Number(amount), code);
    }
    if (digits !== undefined) {
      const finer = `0.${"0".repeat(digits)}1`;
      assert.deepEqual(
        refused(() => money.toMinor(finer, code)),
        [["too_precise", "/value"]],
        code,
      );
    }
  }
});

test("exponents 0 to 28, whatever the currency", () => {
  for (const exponent of EXPONENTS) {
    for (const code of ["GBP", "JPY", "XAU", "ABC"]) {
      for (const amount of MINORS) {
        const text = major(amount, exponent);
        assert.equal(money.toMajor(Number(amount), code, { exponent }), text);
        if (text.replace(".", "").length > 28) {
          assert.deepEqual(
            refused(() => money.toMinor(text, code, { exponent })),
            [["out_of_range", "/value"]],
          );
        } else {
          assert.equal(money.toMinor(text, code, { exponent }), Number(amount));
        }
      }
    }
  }
});

test("what is too long is refused as any other value is", () => {
  const long = "1".repeat(1 << 20);
  const found = [["wrong_type", "/currency"]];
  assert.deepEqual(
    refused(() => money.toMinor(long, "GBP")),
    found,
  );
  assert.deepEqual(
    refused(() => money.toMajor(1, long)),
    found,
  );
});

test("decimal texts of every length", () => {
  const wholes = ["0", "1", "9", "10", "250", "9007199254740991", "9007199254740992", "1".repeat(20)];
  const fractions = ["", ".0", ".5", ".50", ".05", ".001", ".9999999999", `.${"0".repeat(7)}1`, ".99"];
  let taken = 0;
  for (const exponent of EXPONENTS) {
    for (const text of wholes.flatMap((whole) => fractions.map((fraction) => whole + fraction))) {
      const expected = minor(text, exponent);
      if (expected === undefined) {
        const fraction = text.split(".")[1] ?? "";
        const why = fraction.length > exponent ? "too_precise" : "unsafe_number";
        const code = text.replace(".", "").length > 28 ? "out_of_range" : why;
        assert.deepEqual(
          refused(() => money.toMinor(text, "GBP", { exponent })),
          [[code, "/value"]],
          text,
        );
      } else {
        assert.equal(money.toMinor(text, "GBP", { exponent }), Number(expected), `${text} at ${exponent}`);
        taken += 1;
      }
    }
  }
  assert.ok(taken > 500, `${taken}`);
});

test("numbers by their shortest decimal form", () => {
  for (const [value, expected] of /** @type {const} */ ([
    [2.5, 250],
    [1.15, 115],
    [0.07, 7],
    [1.005, undefined],
    [0.1 + 0.2, undefined],
    [90071992547409.9, 9007199254740990],
    [4.35, 435],
    [8.7, 870],
    [1e2, 10000],
    [1e-2, 1],
    [1e-7, undefined],
    [0, 0],
    [-0, 0],
  ])) {
    const act = () => money.toMinor(value, "GBP");
    if (expected === undefined) assert.deepEqual(refused(act), [["too_precise", "/value"]], `${value}`);
    else assert.equal(act(), expected, `${value}`);
  }
  assert.equal(money.toMinor(1e-7, "GBP", { exponent: 8 }), 10);
  for (let cents = 0; cents <= 100_000; cents += 1) {
    assert.equal(money.toMinor(cents / 100, "GBP"), cents);
    assert.equal(money.toMajor(cents, "GBP"), major(BigInt(cents), 2));
  }
});

test("what is no amount", () => {
  for (const text of [
    "",
    " ",
    "1 ",
    " 1",
    "+1",
    "-1",
    "-0.01",
    ".5",
    "5.",
    "01",
    "00",
    "1e2",
    "1_000",
    "1,000",
  ]) {
    assert.deepEqual(
      refused(() => money.toMinor(text, "GBP")),
      [["bad_format", "/value"]],
      text,
    );
  }
  for (const text of ["0x10", "NaN", "١", "1.٢", "1.2.3", "\ud800", "1\n", "1\0", "∞"]) {
    assert.deepEqual(
      refused(() => money.toMinor(text, "GBP")),
      [["bad_format", "/value"]],
      text,
    );
  }
  for (const number of [NaN, Infinity, -Infinity, 2 ** 53, 1e21, -(2 ** 53)]) {
    assert.deepEqual(
      refused(() => money.toMinor(number, "GBP")),
      [["unsafe_number", "/value"]],
      `${number}`,
    );
    assert.deepEqual(
      refused(() => money.toMajor(number, "GBP")),
      [["unsafe_number", "/minor"]],
      `${number}`,
    );
  }
  assert.deepEqual(
    refused(() => money.toMinor("1".repeat(29), "GBP")),
    [["out_of_range", "/value"]],
  );
  assert.deepEqual(
    refused(() => money.toMinor(5e-324, "GBP")),
    [["out_of_range", "/value"]],
  );
  assert.deepEqual(
    refused(() => money.toMinor(-1, "GBP")),
    [["bad_format", "/value"]],
  );
  assert.deepEqual(
    refused(() => money.toMajor(1.5, "GBP")),
    [["not_an_integer", "/minor"]],
  );
  for (const value of [
    undefined,
    null,
    true,
    1n,
    {},
    [],
    ["1"],
    Object("1"),
    Object(1),
    Symbol("1"),
    () => 1,
  ]) {
    const strange = /** @type {any} */ (value);
    assert.deepEqual(
      refused(() => money.toMinor(strange, "GBP")),
      [["wrong_type", "/value"]],
    );
    assert.deepEqual(
      refused(() => money.toMajor(strange, "GBP")),
      [["wrong_type", "/minor"]],
    );
    assert.deepEqual(
      refused(() => money.toMinor("1", strange)),
      [["wrong_type", "/currency"]],
    );
  }
});

test("what is no currency and no exponent", () => {
  for (const code of ["", "gbp", "XYZ", "GBPX", "£", "\ud800", "GBP\0", "__proto__"]) {
    assert.deepEqual(
      refused(() => money.toMinor("1", code)),
      [["unknown_currency", "/currency"]],
      code,
    );
  }
  for (const exponent of [-1, 29, 1.5, "2", null, 2n, {}, [2], true]) {
    const options = /** @type {any} */ ({ exponent });
    assert.deepEqual(
      refused(() => money.toMinor("1", "GBP", options)),
      [["out_of_range", "/options/exponent"]],
    );
    assert.deepEqual(
      refused(() => money.toMajor(1, "GBP", options)),
      [["out_of_range", "/options/exponent"]],
    );
  }
  for (const exponent of [NaN, Infinity]) {
    const [[code] = []] = refused(() => money.toMinor("1", "GBP", { exponent }));
    assert.equal(code, "unsafe_number");
  }
  assert.equal(money.toMinor("1", "GBP", /** @type {any} */ ({ exponent: undefined })), 100);
  assert.equal(money.toMinor("1", "GBP", {}), 100);
});
