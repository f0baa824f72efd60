// @ts-check
// Many at once: away from the page, and the same as the package does.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { amends } from "../js/amends.mjs";
import { says, site, status, visit } from "./site.mjs";

site();

/** @typedef {import("playwright-core").Page} Page */

/** @param {Page} page */
const counts = (page) => page.locator(".counts dd").allTextContents();

/** @param {Page} page @param {string} name */
async function saved(page, name) {
  const waiting = page.waitForEvent("download");
  await page.getByRole("link", { name }).click();
  const download = await waiting;
  return { name: download.suggestedFilename(), text: readFileSync(await download.path(), "utf8") };
}

test("100,000 lines in a worker, while the page goes on", () =>
  visit(async (page) => {
    const started = page.waitForEvent("worker");
    await page.getByRole("button", { name: "Try 100,000 sample lines" }).click();
    const worker = await started;
    assert.match(worker.url(), /bulk-worker\.js$/);
    // The page answers while the worker works.
    await page.getByLabel("amount", { exact: true }).fill("0");
    await says(status(page), "1 thing to fix");
    await page.getByText("Done. Nothing was sent.").waitFor();
    assert.deepEqual(await counts(page), ["100,000", "99,920", "80"]);
    assert.equal(await page.locator(".report tbody tr").count(), 80);
    assert.match((await page.locator(".report tbody tr").first().textContent()) ?? "", /^1250value\.amount/);
    await says(page.locator("#announcer"), "100,000 lines read: 99,920 requests, 80 refused.");
    const { name, text } = await saved(page, "Save the result");
    assert.equal(name, "requests.ndjson");
    assert.equal(text.match(/\n/g)?.length, 100_000);
  }));

test("a file of one's own: the bad lines with their reasons, and the package's own result", () =>
  visit(
    async (page) => {
      const lines = [
        '{"id":"p-1","amount":700}',
        "",
        '{"id":"p-2","amount":0,"idempotencykey":"k"}',
        "no JSON",
        '{"id":"p-3"}',
      ];
      const file = { name: "refunds.ndjson", mimeType: "application/x-ndjson" };
      const buffer = Buffer.from(lines.join("\n"));
      await page.locator("#bulk-file").setInputFiles({ ...file, buffer });
      await page.getByText("Done. Nothing was sent.").waitFor();
      assert.deepEqual(await counts(page), ["4", "2", "2"]);
      const rows = await page.locator(".report tbody tr").allTextContents();
      assert.equal(rows.length, 3, "a row an issue");
      assert.match(rows[0] ?? "", /^3amountamount must be above zero\.$/);
      assert.match(rows[1] ?? "", /^3idempotencykey.*idempotencyKey/);
      assert.match(rows[2] ?? "", /^4—The input must be JSON/);
      const { refund } = amends.primer({ environment: "sandbox" });
      const expected = Buffer.from(refund.requests(buffer)).toString();
      assert.equal((await saved(page, "Save the result")).text, expected);
      const bad = expected.split("\n").filter((line) => line.includes('"issues"'));
      assert.equal((await saved(page, "Save the bad lines")).text, `${bad.join("\n")}\n`);
    },
    { hash: "#primer.refund" },
  ));

test("what is beyond counting is counted, not listed", () =>
  visit(async (page) => {
    const buffer = Buffer.from("{}\n".repeat(1000));
    await page.locator("#bulk-file").setInputFiles({ name: "bad.ndjson", mimeType: "", buffer });
    await page.getByText("The first 200 of 1,000; the result holds all.").waitFor();
    assert.deepEqual(await counts(page), ["1,000", "0", "1,000"]);
  }));

test("an empty file is done at once", () =>
  visit(async (page) => {
    const buffer = Buffer.alloc(0);
    await page.locator("#bulk-file").setInputFiles({ name: "none.ndjson", mimeType: "", buffer });
    await page.getByText("Done: every line is a request.").waitFor();
    assert.deepEqual(await counts(page), ["0", "0", "0"]);
  }));

test("a file can be dropped, and one that misses leaves the page alone", () =>
  visit(async (page) => {
    const drop = (/** @type {string} */ where) =>
      page.evaluate(
        `{
          const dataTransfer = new DataTransfer();
          dataTransfer.items.add(new File(["{}"], "one.ndjson"));
          const event = new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true });
          document.querySelector("${where}").dispatchEvent(event);
          event.defaultPrevented;
        }`,
      );
    assert.equal(await drop("h1"), true);
    assert.equal(await page.locator(".report").isVisible(), false);
    assert.equal(await drop(".drop"), true);
    await page.getByText("Done. Nothing was sent.").waitFor();
    assert.deepEqual(await counts(page), ["1", "0", "1"]);
  }));

test("a file that cannot be read to its end says so", () =>
  visit(async (page) => {
    await page.evaluate(
      "globalThis.Worker = class extends EventTarget { postMessage() { this.dispatchEvent(new Event('error')); } }",
    );
    await page.getByRole("button", { name: "Try 100,000 sample lines" }).click();
    await page.locator(".state", { hasText: "the file could not be read to its end" }).waitFor();
  }));

test("it can be stopped", () =>
  visit(async (page) => {
    // A worker that is never done.
    await page.evaluate(
      "globalThis.Worker = class extends EventTarget { postMessage() {} terminate() { globalThis.ended = true; } }",
    );
    await page.getByRole("button", { name: "Try 100,000 sample lines" }).click();
    await page.getByRole("button", { name: "Stop" }).click();
    await page.getByText("Stopped.", { exact: true }).waitFor();
    assert.equal(await page.evaluate("globalThis.ended"), true);
    assert.equal(await page.getByRole("link", { name: "Save the result" }).count(), 0);
  }));
