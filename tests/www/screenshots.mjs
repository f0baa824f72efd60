// @ts-check
// The pictures of the README: node tests/www/screenshots.mjs
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { chromium as playwright } from "playwright-core";
import { chromium } from "../../scripts/lib/chromium.mjs";
import { root, script } from "../../scripts/lib/run.mjs";
import { buildWww, serveWww } from "../../scripts/www.mjs";

const FOLDER = join(root, "www/screenshots");
const SIZES = { desktop: { width: 1280, height: 960 }, phone: { width: 390, height: 960 } };
/** Light shows how it starts; dark, how it ends. @type {Record<string, (page: import("playwright-core").Page) => Promise<void>>} */
const SCENES = {
  light: async () => {},
  dark: async (page) => {
    await page.getByLabel("An example, or paste your own below").selectOption({ index: 1 });
    await page.getByRole("button", { name: "Try 100,000 sample lines" }).click();
    await page.getByRole("link", { name: "Save the result" }).waitFor();
    await page.mouse.move(0, 0);
    const wide = (page.viewportSize()?.width ?? 0) > 1000;
    const top = page.locator(wide ? "[aria-labelledby=answer-title]" : "#answer .result");
    await top.evaluate((element) => element.scrollIntoView());
  },
};

await script(async () => {
  await buildWww();
  mkdirSync(FOLDER, { recursive: true });
  const served = await serveWww(0);
  const browser = await playwright.launch({ executablePath: await chromium(), args: ["--no-sandbox"] });
  for (const [name, viewport] of Object.entries(SIZES)) {
    for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
      const page = await browser.newPage({ viewport, colorScheme });
      await page.goto(served.url);
      await page.locator("#status.ready").waitFor();
      await SCENES[colorScheme]?.(page);
      await page.screenshot({ path: join(FOLDER, `${name}-${colorScheme}.png`) });
      await page.close();
    }
  }
  await browser.close();
  await served.close();
});
