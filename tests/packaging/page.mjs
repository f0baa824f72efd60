// @ts-check
// Opens a script as a page in Chromium. What the page loads comes from a folder, without a server.
import { existsSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { chromium as playwright } from "playwright-core";
import { chromium } from "../../scripts/lib/chromium.mjs";

const PAGE = "http://page.test/";
const HTML =
  '<!doctype html><meta charset="utf-8"><div id="root"></div><script type="module" src="page.js"></script>';

/**
 * Bundles a script, opens it, and hands over the page.
 * @template T
 * @param {string} entry @param {string} outdir a new folder @param {(page: import("playwright-core").Page) => Promise<T>} use
 * @returns {Promise<T>}
 */
export async function withPage(entry, outdir, use) {
  rmSync(outdir, { recursive: true, force: true });
  mkdirSync(outdir, { recursive: true });
  await build({
    ...{ entryPoints: { page: entry }, outdir, bundle: true, format: "esm", target: "es2022" },
    ...{ jsx: "automatic", define: { "process.env.NODE_ENV": '"production"' } },
    ...{ loader: { ".wasm": "file" }, assetNames: "[name]", logLevel: "warning" },
  });
  const browser = await playwright.launch({ executablePath: await chromium() });
  try {
    const page = await browser.newPage();
    await page.route(`${PAGE}**`, (route) => {
      const path = join(outdir, new URL(route.request().url()).pathname);
      if (path === join(outdir, "/")) return route.fulfill({ contentType: "text/html", body: HTML });
      return existsSync(path) ? route.fulfill({ path }) : route.fulfill({ status: 404 });
    });
    /** @type {Promise<never>} */
    const fault = new Promise((_, reject) => {
      page.on("pageerror", reject);
    });
    await page.goto(PAGE);
    return await Promise.race([use(page), fault]);
  } finally {
    await browser.close();
  }
}
