// @ts-check
/** The README's JavaScript runs as it stands: against the sandbox, in the place of the provider. */
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { startSandbox } from "../sandbox/server.mjs";
import { makeLinkData } from "../sandbox/worldpay.mjs";

const root = new URL("../../", import.meta.url);
const readme = readFileSync(new URL("README.md", root), "utf8");
const examples = [...readme.matchAll(/```js\n([\s\S]*?)```/g)].map(([, code = ""]) => code);

/** @type {Awaited<ReturnType<typeof startSandbox>>} */
let sandbox;
/** @type {string[]} */
let logged = [];
const { fetch, console } = globalThis;

before(async () => {
  sandbox = await startSandbox({ credentials: { worldpay: { username: "user", password: "secret" } } });
  globalThis.fetch = (url, init) => {
    const here = String(url).replace("https://try.access.worldpay.com", `${sandbox.url}/worldpay`);
    assert.ok(here.startsWith(sandbox.url), "an example calls a host that the sandbox does not play");
    return fetch(here, init);
  };
  globalThis.console = {
    ...console,
    log: (/** @type {unknown[]} */ ...values) => logged.push(values.join(" ")),
  };
});

after(async () => {
  Object.assign(globalThis, { fetch, console });
  await sandbox.close();
});

/** @param {string} name @param {string} code */
async function run(name, code) {
  const folder = new URL("target/readme/", root);
  mkdirSync(folder, { recursive: true });
  const file = new URL(`${name}.mjs`, folder);
  const amends = pathToFileURL(new URL("dist/index.js", root).pathname).href;
  // The sandbox knows link data by its published shape, which is too long for a README.
  const linkData = /linkData: "[^"]+"/;
  writeFileSync(
    file,
    code.replace('"amends"', `"${amends}"`).replace(linkData, `linkData: "${makeLinkData("readme")}"`),
  );
  logged = [];
  await import(file.href);
  return logged.join("\n");
}

test("the first example sends a refund and prints what came of it", async () => {
  assert.ok((examples[0] ?? "").trim().split("\n").length <= 15, "the first example has at most 15 lines");
  assert.match(await run("first", examples[0] ?? ""), /^accepted never \S/);
  assert.equal(sandbox.requests.length, 1);
});

test("the second example prints every issue at once", async () => {
  assert.equal(await run("second", examples[1] ?? ""), "/amount not_positive,/idempotencykey unknown_field");
});

test("every example is run", () => assert.equal(examples.length, 2));
