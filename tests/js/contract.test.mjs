// @ts-check
// The package as a whole: its exports, describe, init, Standard Schema, and how it may be loaded.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { amends, location } from "./amends.mjs";
import { accounts, examples, inputs } from "./examples.mjs";

test("the exports", () => {
  assert.deepEqual(Object.keys(amends).sort(), [
    ...["AmendsError", "InternalError", "InvalidAccountError", "InvalidInputError", "connect", "describe"],
    ...["init", "money", "paywall", "primer", "readResponse", "simpleps", "worldpay"],
  ]);
});

test("init resolves, however often and whenever it is called", async () => {
  assert.deepEqual(await Promise.all([amends.init(), amends.init()]), [undefined, undefined]);
});

test("each provider's own factory and connect are one", () => {
  for (const [provider, account] of Object.entries(accounts)) {
    const { provider: _, ...own } = account;
    const made = /** @type {any} */ (amends)[provider](own);
    const connected = /** @type {any} */ (amends.connect(/** @type {any} */ (account)));
    assert.deepEqual(Object.keys(made), Object.keys(connected));
    for (const { id, operation, input } of examples.filter((one) => one.id.startsWith(`${provider}.`))) {
      const [, name = ""] = id.split(".");
      assert.equal(made[name].id, id);
      assert.deepEqual(made[name].request(input()), operation.request(input()));
    }
  }
});

test("describe names every provider, operation and field", () => {
  const { providers } = /** @type {any} */ (amends.describe());
  assert.deepEqual(
    providers.map((/** @type {any} */ { name }) => name),
    Object.keys(accounts),
  );
  const operations = providers.flatMap((/** @type {any} */ one) => one.operations);
  assert.deepEqual(
    operations.map((/** @type {any} */ { id }) => id),
    Object.keys(inputs),
  );
  /** @param {any} fields @param {any} value */
  const covers = (fields, value) => {
    assert.deepEqual(fields.map((/** @type {any} */ { name }) => name).sort(), Object.keys(value).sort());
    for (const field of fields) if (field.fields) covers(field.fields, value[field.name]);
  };
  for (const { id, fields } of operations) covers(fields, inputs[id]);
  assert.deepEqual(JSON.parse(JSON.stringify({ providers })), { providers });
});

test("Standard Schema, version 1", async () => {
  for (const { id, operation, input } of examples) {
    /** @type {import("@standard-schema/spec").StandardSchemaV1<unknown, unknown>} */
    const schema = operation;
    const { version, vendor, validate } = schema["~standard"];
    assert.deepEqual([version, vendor], [1, "amends"]);
    const good = await validate(input());
    assert.deepEqual(good, { value: input() }, id);
    const bad = await validate({ strange: 1 });
    const found = operation.validate({ strange: 1 });
    const expected = found.issues.map((/** @type {any} */ { message, path }) => ({ message, path }));
    assert.deepEqual(bad.issues, expected, id);
  }
});

test("the published types of Standard Schema fit each operation", () => {
  const worldpay = amends.worldpay({ environment: "try" });
  /** @type {import("@standard-schema/spec").StandardSchemaV1<import("../../dist/index.js").WorldpayPartialRefund>} */
  const refund = worldpay.partialRefund;
  /** @type {import("@standard-schema/spec").StandardSchemaV1<import("../../dist/index.js").WorldpayPartialSettlement>} */
  const settlement = worldpay.partialSettlement;
  /** @type {import("@standard-schema/spec").StandardSchemaV1<import("../../dist/index.js").PaywallApmPartialRefund>} */
  const paywall = amends.paywall({ environment: "test" }).apmPartialRefund;
  /** @type {import("@standard-schema/spec").StandardSchemaV1<import("../../dist/index.js").PrimerRefund>} */
  const primer = amends.primer({ environment: "sandbox" }).refund;
  /** @type {import("@standard-schema/spec").StandardSchemaV1<import("../../dist/index.js").SimplepsRefund>} */
  const simpleps = amends.simpleps({ environment: "sandbox" }).refund;
  assert.equal([refund, settlement, paywall, primer, simpleps].length, examples.length);
});

test("warnings come with a verdict, not instead of one", () => {
  const { partialRefund } = amends.worldpay({ environment: "try" });
  const { linkData } = /** @type {any} */ (inputs["worldpay.partialRefund"]);
  const disputed = { linkData, reference: "a".repeat(129), value: { currency: "ISK", amount: 250 } };
  const found = partialRefund.validate(disputed);
  assert.deepEqual(
    [found.ok, ...found.warnings.map(({ code, pointer }) => `${code} ${pointer}`)],
    [true, "too_long /reference", "disputed_exponent /value/currency"],
  );
  const stated = amends.worldpay({ environment: "try", currencies: { ISK: 2 } });
  assert.deepEqual(
    stated.partialRefund.validate(disputed).warnings.map(({ code }) => code),
    ["too_long"],
  );
});

test("require() loads the package", () => {
  const path = fileURLToPath(location);
  const required = createRequire(location)(path);
  assert.equal(required.worldpay, amends.worldpay);
});

test("an import costs nothing: the module is made by the first call, once", () => {
  const script = `
    const { Module, Instance } = WebAssembly;
    let made = 0;
    const counting = (Class) => new Proxy(Class, {
      construct(...all) { made += 1; return Reflect.construct(...all); },
    });
    WebAssembly.Module = counting(Module);
    WebAssembly.Instance = counting(Instance);
    for (const name of ["fetch", "Buffer", "crypto", "performance", "setTimeout"]) delete globalThis[name];
    const amends = await import(${JSON.stringify(location.href)});
    const imported = made;
    const { refund } = amends.simpleps({ environment: "sandbox" });
    refund.request({ externalPaymentId: "p" });
    const called = made;
    refund.validate({});
    process.stdout.write(JSON.stringify([imported, called > 0, made - called]));`;
  const options = /** @type {const} */ ({ encoding: "utf8" });
  const output = execFileSync(process.execPath, ["--input-type=module", "--eval", script], options);
  assert.deepEqual(JSON.parse(output), [0, true, 0]);
});
