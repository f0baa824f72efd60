// @ts-check
// From a form to a request, for each operation; issues that come and go.
import assert from "node:assert/strict";
import { test } from "node:test";
import { amends } from "../js/amends.mjs";
import { code, pick, says, site, status, visit } from "./site.mjs";

site();

/**
 * What a person does with an empty form, and what comes of it.
 * @type {Record<string, { fill: [label: string, text: string][], choose?: string[], send?: string[], input: Record<string, any> }>}
 */
const OPERATIONS = {
  "worldpay.partialRefund": {
    fill: [
      ["linkData", "a%2Bb"],
      ["reference", "r-1"],
      ["currency", "JPY"],
      ["amount", "1500"],
    ],
    input: { linkData: "a%2Bb", reference: "r-1", value: { currency: "JPY", amount: 1500 } },
  },
  "worldpay.partialSettlement": {
    send: ["Send sequence", "Send acceptPartialAmount"],
    fill: [
      ["linkData", "a%2Bb"],
      ["reference", "r-1"],
      ["number", "1"],
      ["total", "2"],
      ["currency", "EUR"],
      ["amount", "1"],
    ],
    input: {
      linkData: "a%2Bb",
      reference: "r-1",
      sequence: { number: 1, total: 2 },
      value: { currency: "EUR", amount: 1, acceptPartialAmount: false },
    },
  },
  "paywall.apmPartialRefund": {
    fill: [
      ["UniqueCode", "c-1"],
      ["Amount", "1.00"],
    ],
    input: { UniqueCode: "c-1", Amount: "1.00" },
  },
  "primer.refund": {
    choose: ["This much"],
    send: ["Send expand"],
    fill: [
      ["id", "p-1"],
      ["amount", "700"],
      ["expand", "transactions.events\nother"],
    ],
    input: { id: "p-1", amount: 700, expand: ["transactions.events", "other"] },
  },
  "simpleps.refund": {
    choose: ["This much"],
    fill: [
      ["externalPaymentId", "o/1"],
      ["total", "25.00"],
    ],
    input: { externalPaymentId: "o/1", amount: { total: "25.00" } },
  },
};

const { providers } = /** @type {{ providers: any[] }} */ (amends.describe());
const ids = providers.flatMap(({ operations }) => operations.map((/** @type {any} */ { id }) => id));

test("every operation is tried here", () => assert.deepEqual(Object.keys(OPERATIONS).sort(), ids.sort()));

for (const [id, { fill, choose = [], send = [], input }] of Object.entries(OPERATIONS)) {
  test(`${id}: from an empty form to the request`, () =>
    visit(async (page) => {
      await pick(page, id);
      await says(status(page), "Ready to send");
      await page.getByRole("button", { name: "Empty the form" }).click();
      await says(status(page), "to fix");
      const form = page.locator("#input > .panel > .form");
      for (const name of choose) await form.getByRole("radio", { name }).check();
      for (const name of send) await form.getByRole("switch", { name }).check();
      for (const [label, text] of fill) await form.getByLabel(label, { exact: true }).fill(text);
      await says(status(page), "Ready to send");
      assert.equal(await form.locator(".issue").count(), 0);

      const [provider = "", name = ""] = id.split(".");
      const { environments } = providers.find((one) => one.name === provider);
      const client = /** @type {any} */ (amends).connect({
        provider,
        environment: Object.keys(environments)[0],
      });
      const { method, url, body } = client[name].request(input);
      const shown = await code(page, "HTTP");
      assert.equal(shown.split("\n")[0], `${method} ${new URL(url).pathname} HTTP/1.1`);
      assert.equal(shown.split("\n\n")[1], body);
      assert.match(shown, /: (Basic |Bearer )?•••\n/);
    }));
}

test("an issue stands beside its field while it lasts", () =>
  visit(async (page) => {
    const amount = page.getByLabel("amount", { exact: true });
    const issue = page.locator(".issue");
    for (const [text, reason] of [
      ["0", "`value.amount` must be above zero"],
      ["2.5", "`value.amount` must be an integer"],
      ["", "`value.amount` is required"],
    ]) {
      await amount.fill(text);
      await says(issue, reason.replaceAll("`", ""));
      assert.equal(await issue.count(), 1);
      assert.equal(await amount.getAttribute("aria-invalid"), "true");
      const described = (await amount.getAttribute("aria-describedby"))?.split(" ")[0];
      assert.equal(await page.locator(`#${described} .issue`).count(), 1, "beside its own field");
      await says(status(page), "1 thing to fix");
    }
    await page.getByRole("button", { name: "value.amount is required." }).click();
    assert.ok(await amount.evaluate((element) => element.matches(":focus")), "the list leads to the field");
    await amount.fill("1");
    await says(status(page), "Ready to send");
    assert.equal(await issue.count(), 0);
    assert.equal(await amount.getAttribute("aria-invalid"), null);
  }));

test("a warning leaves the request as it is", () =>
  visit(async (page) => {
    await page.getByRole("combobox", { name: "currency" }).fill("HUF");
    await says(status(page), "Ready to send, 1 warning");
    assert.equal(await page.locator(".warning").count(), 1);
    assert.match(await code(page, "HTTP"), /"currency":"HUF"/);
  }));

test("absent, a word and an amount are three choices", () =>
  visit(
    async (page) => {
      const body = async () => (await code(page, "HTTP")).split("\n\n")[1];
      assert.equal(await body(), '{"amount":700}');
      await page.getByRole("radio", { name: "Leave it out" }).check();
      assert.equal(await body(), "{}");
      assert.doesNotMatch(await code(page, "fetch"), /amount/);
      await page.getByRole("radio", { name: '"remaining"' }).check();
      assert.equal(await body(), "{}");
      assert.match(await code(page, "fetch"), /amount: "remaining"/);
      await page.getByRole("radio", { name: "This much" }).check();
      // An amount that is not given yet is no "all".
      await page.getByLabel("amount", { exact: true }).fill("");
      await says(status(page), "1 thing to fix");
      await page.getByText('What if it is left out, "remaining" or 0?').click();
      const rows = await page.locator(".trials tr").allTextContents();
      assert.deepEqual(rows, [
        "left outSent. All that is not refunded yet is to be refunded: the body is {}.",
        '"remaining"Sent. All that is not refunded yet is to be refunded: the body is {}.',
        "0Refused. amount must be above zero.",
      ]);
    },
    { hash: "#primer.refund" },
  ));

test("an amount says what it means", () =>
  visit(async (page) => {
    const hint = page.locator(".hint:visible");
    const currency = page.getByRole("combobox", { name: "currency" });
    const amount = page.getByLabel("amount", { exact: true });
    for (const [code, value, meaning] of [
      ["GBP", "250", "250 → £2.50 (GBP has two decimals)"],
      ["JPY", "250", "250 → ¥250 (JPY has no decimals)"],
      ["KWD", "250", "three decimals"],
      ["", "250", "the currency decides"],
      ["GBP", "", "For example 250 → £2.50"],
    ]) {
      await currency.fill(code);
      await amount.fill(value);
      await says(hint, meaning);
    }
    await pick(page, "paywall.apmPartialRefund");
    await says(hint, "two decimals at most");
    await page.locator(".account summary").click();
    await page.getByRole("switch", { name: "Set exponent" }).check();
    await page.getByLabel("exponent", { exact: true }).fill("3");
    await says(hint, "12.50 → 12.500 in the payment’s own currency; three decimals at most");
    await pick(page, "simpleps.refund");
    await page.getByRole("combobox", { name: "currency" }).last().fill("JPY");
    await page.getByLabel("total").fill("40");
    await says(hint, "40 → ¥40; no decimals");
  }));

test("a disputed exponent is shown both ways, until the account settles it", () =>
  visit(async (page) => {
    const hint = page.locator(".hint:visible");
    await page.getByRole("combobox", { name: "currency" }).fill("HUF");
    await says(hint, /^250 → Ft.2\.50 by ISO 4217, but Ft.250 by the list of Worldpay/);
    assert.equal(await page.locator(".warning").count(), 1);
    await page.locator(".account summary").click();
    await page.getByRole("switch", { name: "Set currencies" }).check();
    const currencies = page.getByLabel("currencies", { exact: true });
    await currencies.fill("HUF");
    await says(status(page), "1 thing to fix");
    await currencies.fill("XCG 2, HUF 0");
    await says(hint, /^250 → Ft.250 \(HUF has no decimals in this account\)$/);
    assert.equal(await page.locator(".warning").count(), 0);
    assert.match(await code(page, "fetch"), /currencies: \{ XCG: 2, HUF: 0 \}/);
  }));

test("an account that is none says so, and nothing is built", () =>
  visit(async (page) => {
    await page.locator(".account summary").click();
    await page.getByRole("switch", { name: "Set baseUrl" }).check();
    await says(status(page), "to fix");
    await page.locator(".refused button").first().click();
    assert.equal(await page.locator(".account :focus").count(), 1, "the list leads into the account");
    await page.getByRole("switch", { name: "Set environment" }).uncheck();
    await page.getByLabel("baseUrl", { exact: true }).fill("https://example.test/proxy");
    await says(status(page), "Ready to send");
    assert.match(await code(page, "HTTP"), /^POST \/proxy\/api\/payments\/.*\nHost: example\.test\n/);
  }));

test("a pasted link becomes its link data", () =>
  visit(
    async (page) => {
      const field = page.getByLabel("linkData", { exact: true });
      const paste = async (/** @type {string} */ text) => {
        await page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(text)})`);
        await field.press("ControlOrMeta+a");
        await field.press("ControlOrMeta+v");
        return field.inputValue();
      };
      const link = "https://try.access.worldpay.com/api/payments/x%2By/partialRefunds";
      assert.equal(await paste(link), "x%2By");
      assert.match(await code(page, "HTTP"), /^POST \/api\/payments\/x%2By\/partialRefunds /);
      const foreign = "https://foreign.test/api/payments/z/partialRefunds";
      assert.equal(await paste(foreign), foreign, "a foreign link is none of ours");
      assert.equal(await paste("a%2Bb"), "a%2Bb");
    },
    { permissions: ["clipboard-read", "clipboard-write"] },
  ));

test("what was typed stays, whatever is picked meanwhile, and the address keeps the choice", () =>
  visit(
    async (page) => {
      await page.getByLabel("id", { exact: true }).fill("kept");
      await pick(page, "simpleps.refund");
      assert.match(page.url(), /#simpleps\.refund$/);
      await pick(page, "primer.refund");
      assert.equal(await page.getByLabel("id", { exact: true }).inputValue(), "kept");
    },
    { hash: "#primer.refund" },
  ));
