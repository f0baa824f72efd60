// @ts-check
// The packed package in pages: all vectors and a refund over the page's own `fetch`.
import { join } from "node:path";
import { root, StepError } from "../../scripts/lib/run.mjs";
import { openChromium, openFirefox, openWebKit } from "./browsers.mjs";
import { FIREFOX, PAGES, runCell, WEBKIT } from "./matrix.mjs";
import { MAKES, plain } from "./page-makers.mjs";
import { startPageServer } from "./page-server.mjs";
import { makeProject } from "./project.mjs";

/** Every page in Chromium. */
export function checkPages() {
  return check(openChromium, PAGES, ({ name }) => MAKES[/** @type {keyof typeof MAKES} */ (name)]);
}

/** The plain page in Firefox. */
export function checkFirefox() {
  return check(openFirefox, FIREFOX, () => plain);
}

/** The plain page in WebKit. */
export function checkWebKit() {
  return check(openWebKit, WEBKIT, () => plain);
}

/**
 * @param {() => Promise<import("./browsers.mjs").Browser>} open @param {readonly import("./matrix.mjs").Row[]} rows
 * @param {(row: import("./matrix.mjs").Row) => import("./page-makers.mjs").Make} make
 */
async function check(open, rows, make) {
  await makeProject();
  const browser = await open();
  const server = await startPageServer();
  const failed = [];
  try {
    for (const row of rows) {
      for (const entry of row.entries) {
        const page = async (/** @type {string} */ id) => {
          const made = await make(row)({ entry, id, output: join(root, "target", "pages", id) }, server);
          const failures = server.serve(id, made);
          await browser.visit(`${server.url}/${id}/`);
          return failures;
        };
        failed.push(...(await runCell(row, entry, server.sandbox, page)));
      }
    }
  } finally {
    await browser.close();
    await server.close();
  }
  if (failed.length > 0) throw new StepError(`these pages do not work: ${failed.join(", ")}`);
}
