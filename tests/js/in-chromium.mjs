// @ts-check
// The golden vectors through the package in a browser: node tests/js/in-chromium.mjs <path of a Chromium>
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { chromium } from "playwright-core";
import { readVectors } from "./read-vectors.mjs";

/** What the page may load. */
const FILES = /^\/(?:dist\/[\w./-]+\.js|tests\/js\/run-vectors\.mjs)$/;
const root = new URL("../../", import.meta.url);
const page = "<!doctype html><meta charset=utf-8><title>amends</title>";

const server = createServer(({ url = "/" }, response) => {
  if (url === "/") return response.setHeader("content-type", "text/html").end(page);
  if (url === "/vectors.json") return response.end(JSON.stringify(readVectors()));
  if (!FILES.test(url) || url.includes("..")) return response.writeHead(404).end();
  response.setHeader("content-type", "text/javascript").end(readFileSync(new URL(`.${url}`, root)));
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());

const browser = await chromium.launch({ executablePath: process.argv[2] });
try {
  const tab = await browser.newPage();
  /** @type {string[]} */
  const faults = [];
  tab.on("pageerror", (error) => faults.push(String(error)));
  await tab.goto(`http://127.0.0.1:${port}/`);
  const { count, failures } = await tab.evaluate(runInPage);
  faults.push(...failures);
  for (const fault of faults) console.error(fault);
  console.log(`${count} vectors in ${browser.version()}: ${faults.length} failures`);
  if (faults.length > 0 || count === 0) process.exitCode = 1;
} finally {
  await browser.close();
  server.close();
}

/** Runs in the page. */
async function runInPage() {
  const [amends, { runVectors }, response] = await Promise.all([
    // @ts-expect-error: an address of the page
    import("/dist/index.js"),
    // @ts-expect-error: an address of the page
    import("/tests/js/run-vectors.mjs"),
    fetch("/vectors.json"),
  ]);
  const vectors = /** @type {any[]} */ (await response.json());
  const failures = runVectors(amends, vectors);
  // A browser's fetch takes the requests, too.
  const { refund } = amends.simpleps({ environment: "sandbox", accessToken: "token" });
  const request = refund.request({ externalPaymentId: "p", amount: { total: "2.50" } });
  const made = new Request(request.url, request);
  if (made.headers.get("authorization") !== "Bearer token" || made.redirect !== "manual") {
    failures.push("Request changed the request");
  }
  const answer = new Response('{"approved":true,"status":"REFUNDED"}');
  const outcome = refund.outcome(await amends.readResponse(answer));
  if (outcome.kind !== "completed") failures.push(`readResponse: ${JSON.stringify(outcome)}`);
  return { count: vectors.length, failures };
}
