// @ts-check
// For everyone: axe, the keyboard alone, both schemes, a phone's width.
import assert from "node:assert/strict";
import { test } from "node:test";
import axe from "axe-core";
import { pick, says, site, status, visit } from "./site.mjs";

site();

/** @typedef {import("playwright-core").Page} Page */

/** @param {Page} page @param {string} where @param {string} [part] of the page, as a selector */
async function clean(page, where, part = "html") {
  const found = await page.evaluate((part) => /** @type {any} */ (globalThis).axe.run(part), part);
  const faults = found.violations.flatMap((/** @type {any} */ { id, nodes }) =>
    nodes.map((/** @type {any} */ { target, failureSummary }) => `${id} ${target}: ${failureSummary}`),
  );
  assert.deepEqual(faults, [], where);
  const beyond = await page.evaluate("document.documentElement.scrollWidth - innerWidth");
  assert.equal(beyond, 0, `${where}: nothing stands beyond the right edge`);
}

/** Everything there is, opened. @param {Page} page */
async function unfold(page) {
  const closed = page.locator("details:not([open]) > summary");
  while ((await closed.count()) > 0) await closed.first().click();
}

for (const scheme of /** @type {const} */ (["light", "dark"])) {
  for (const width of [360, 1280]) {
    test(`axe finds nothing: ${scheme}, ${width} wide`, () =>
      visit(
        async (page) => {
          await says(status(page), "Ready to send");
          await page.evaluate(axe.source);
          await clean(page, "as it opens");
          for (const id of ["primer.refund", "simpleps.refund", "worldpay.partialSettlement"]) {
            await pick(page, id);
            await unfold(page);
            await clean(page, id);
          }
          for (const name of ["curl", "fetch", "Rust"]) {
            await page.getByRole("tab", { name }).click();
            await clean(page, name, "#request");
          }
          await page.getByRole("combobox", { name: "currency" }).last().fill("HUF");
          await page.getByLabel("amount", { exact: true }).fill("0");
          await clean(page, "an issue and a warning");
          const examples = page.locator("#answer select");
          for (let index = 0; index < (await examples.locator("option").count()); index += 1) {
            await examples.selectOption({ index });
            await clean(page, `outcome ${index}`, "#answer");
          }
          await page.getByRole("button", { name: "Try 100,000 sample lines" }).click();
          await page.getByRole("link", { name: "Save the result" }).waitFor();
          await clean(page, "bulk", "#bulk");
        },
        { viewport: { width, height: 800 }, colorScheme: scheme },
      ));
  }
}

/** Presses Tab until `name` has the focus. @param {Page} page @param {string} name @param {string} [key] */
async function reach(page, name, key = "Tab") {
  for (let presses = 0; presses < 60; presses += 1) {
    const focus = page.locator(":focus");
    if ((await focus.count()) > 0) {
      const named = await focus.evaluate((element) => {
        const { labels, ariaLabel, textContent, value, type } = /** @type {any} */ (element);
        const label = ariaLabel ?? labels?.[0]?.textContent ?? textContent;
        return type === "radio" ? `${label} ${value}` : label;
      });
      if (named?.includes(name)) return;
    }
    await page.keyboard.press(key);
  }
  assert.fail(`the keyboard does not reach ${name}`);
}

test("a partial refund by the keyboard alone", () =>
  visit(
    async (page) => {
      await page.keyboard.press("Tab");
      assert.equal(await page.locator(":focus").textContent(), "Skip to the form");
      await reach(page, "Worldpay");
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("ArrowDown");
      assert.equal(await page.locator('input[name="operation"]:checked').inputValue(), "primer.refund");
      await reach(page, "id");
      await page.keyboard.press("ControlOrMeta+a");
      await page.keyboard.type("pay-9");
      await reach(page, "This much");
      await reach(page, "amount");
      await page.keyboard.press("ControlOrMeta+a");
      await page.keyboard.type("0");
      await says(status(page), "1 thing to fix");
      await page.keyboard.press("Backspace");
      await page.keyboard.type("1250");
      await says(status(page), "Ready to send");
      await reach(page, "Send reason");
      await page.keyboard.press("Space");
      await page.keyboard.press("Tab");
      await reach(page, "reason");
      await page.keyboard.type("late");
      await reach(page, "HTTP");
      for (const [key, name] of [
        ["ArrowRight", "curl"],
        ["ArrowRight", "fetch"],
        ["End", "Rust"],
        ["ArrowRight", "HTTP"],
        ["ArrowLeft", "Rust"],
        ["Home", "HTTP"],
      ]) {
        await page.keyboard.press(key);
        assert.equal(await page.locator(":focus").textContent(), name);
        assert.equal(await page.getByRole("tab", { selected: true }).textContent(), name);
      }
      await reach(page, "Copy HTTP request");
      await page.keyboard.press("Enter");
      await says(page.locator("#announcer"), "HTTP request copied");
      const copied = await page.evaluate("navigator.clipboard.readText()");
      assert.match(String(copied), /^POST \/payments\/pay-9\/refund HTTP\/1\.1\n/);
      assert.match(String(copied), /\n\n\{"amount":1250,"reason":"late"\}$/);
      await reach(page, "An example, or paste");
      await page.keyboard.press("ArrowDown");
      await says(page.locator(".kind"), "accepted");
      await reach(page, "Try 100,000 sample lines");
      await page.keyboard.press("Enter");
      await page.getByText("Done. Nothing was sent.").waitFor();
      await reach(page, "Save the result");
    },
    { permissions: ["clipboard-read", "clipboard-write"] },
  ));

test("the skip link leads past the choice", () =>
  visit(async (page) => {
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await reach(page, "Account");
    assert.equal(
      await page.locator('input[name="operation"]:checked').inputValue(),
      "worldpay.partialRefund",
    );
  }));

test("light and dark follow the system until the button is pressed", () =>
  visit(
    async (page) => {
      const ground = () => page.evaluate("getComputedStyle(document.body).backgroundColor");
      const button = page.getByRole("button", { name: "Dark" });
      const dark = await ground();
      assert.equal(await button.getAttribute("aria-pressed"), "true");
      await button.click();
      assert.equal(await button.getAttribute("aria-pressed"), "false");
      assert.notEqual(await ground(), dark);
      await button.click();
      assert.equal(await ground(), dark);
      await page.emulateMedia({ colorScheme: "light" });
      assert.equal(await ground(), dark, "the button has the last word");
    },
    { colorScheme: "dark" },
  ));
