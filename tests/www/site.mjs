// @ts-check
// target/www in Chromium: every page is watched for what must not happen.
import assert from "node:assert/strict";
import { after, before } from "node:test";
import { chromium } from "playwright-core";
import { chromium as findChromium } from "../../scripts/lib/chromium.mjs";
import { serveWww } from "../../scripts/www.mjs";

/** @typedef {import("playwright-core").Page} Page */
/** @typedef {import("playwright-core").BrowserContextOptions} Options */

/** @type {import("playwright-core").Browser} */
let browser;
/** @type {import("../../scripts/www.mjs").Served} */
let served;

/** Starts both for the tests of a file. @param {string} [path] where the folder is found */
export function site(path) {
  before(async () => {
    served = await serveWww(0, path);
    const args = ["--no-sandbox", "--disable-gpu"];
    browser = await chromium.launch({ executablePath: await findChromium(), args });
  });
  after(async () => {
    await browser?.close();
    await served?.close();
  });
}

/**
 * Opens the page, hands it to `run`, and sees that it logged nothing, failed nowhere and asked for its own files alone.
 * @param {(page: Page) => Promise<void>} run @param {Options & { hash?: string }} [options]
 */
export async function visit(run, { hash = "", ...options } = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  try {
    const page = await context.newPage();
    /** @type {string[]} */
    const faults = [];
    context.on("request", (request) => {
      const url = request.url();
      if (!url.startsWith(served.url) && !url.startsWith("blob:")) faults.push(`a request to ${url}`);
    });
    context.on("requestfailed", (request) => faults.push(`${request.url()} failed`));
    context.on("response", (response) => {
      if (response.status() >= 400) faults.push(`${response.status()} ${response.url()}`);
    });
    context.on("console", (message) => faults.push(`${message.type()}: ${message.text()}`));
    page.on("pageerror", (error) => faults.push(`an error: ${error.message}`));
    await page.goto(`${served.url}${hash}`);
    await run(page);
    assert.deepEqual(faults, []);
  } finally {
    await context.close();
  }
}

/** @param {Page} page @param {string} id */
export async function pick(page, id) {
  await page.locator(`input[name="operation"][value="${id}"]`).check();
}

/** What the form says of itself. @param {Page} page */
export function status(page) {
  return page.locator("#status");
}

/** The request under a tab, as it is copied. @param {Page} page @param {string} name */
export async function code(page, name) {
  await page.getByRole("tab", { name }).click();
  return (await page.getByRole("tabpanel", { name }).locator("pre").textContent()) ?? "";
}

/** Waits for what a locator is to say. @param {import("playwright-core").Locator} locator @param {string | RegExp} text */
export async function says(locator, text) {
  await locator.filter({ hasText: text }).waitFor();
}
