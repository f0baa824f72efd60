// @ts-check
// The answers: every documented status of every operation, every kind of outcome, an answer of one's own.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { amends } from "../js/amends.mjs";
import { pick, says, site, visit } from "./site.mjs";

site();

const root = new URL("../../", import.meta.url);
/** @param {string} path */
const read = (path) => JSON.parse(readFileSync(new URL(path, root), "utf8"));

/** @type {Record<string, string[]>} */
const examples = read("www/examples.json");
const { providers } = /** @type {{ providers: any[] }} */ (amends.describe());
const operations = providers.flatMap((provider) =>
  provider.operations.map((/** @type {any} */ operation) => ({ ...operation, provider })),
);

/** What the sentence ends with. @type {Record<string, RegExp>} */
const SHOWN = {
  never: /Do not send it again\.$/,
  resend: /end it again.*, as it is\.$/,
  "resend-same-key": /Send it again with the same idempotency key\.$/,
  "query-first": /Ask what became of it before you send it again\.$/,
  "fix-first": /Fix what it names before you send it again\.$/,
};

/** @type {Set<string>} */
const kinds = new Set();

for (const { id, statuses, provider } of operations) {
  test(`${id}: an example of each documented status says what the vector says`, () =>
    visit(async (page) => {
      await pick(page, id);
      const names = examples[id] ?? [];
      const seen = [];
      for (const [index, name] of names.entries()) {
        const { input, outcome } = read(`tests/vectors/${id}/${name}.json`);
        await page.getByLabel("An example, or paste your own below").selectOption({ index });
        const card = page.locator(".outcome");
        const { kind, httpStatus, retry, mismatches } = outcome;
        await says(card.locator(".kind"), kind);
        const said = (await card.locator(".said").textContent()) ?? "";
        // The form holds the first example's input, keys included.
        const advice =
          input === undefined && retry.advice === "query-first" ? undefined : SHOWN[retry.advice];
        if (advice) assert.match(said, advice, name);
        assert.ok(said.includes(provider.title), said);
        const status = httpStatus === null ? "no answer" : `HTTP ${httpStatus}`;
        assert.equal(await card.locator(".badges .chip").textContent(), status);
        if (mismatches.length > 0) {
          assert.equal(await card.locator("table tbody tr").count(), mismatches.length);
        }
        assert.equal(await card.getByText("At your fields").count(), outcome.issues?.length > 0 ? 1 : 0);
        seen.push(httpStatus);
        kinds.add(kind);
      }
      for (const documented of statuses) assert.ok(seen.includes(documented), `${documented} has an example`);
    }));
}

test("every kind of outcome was seen", () => {
  const all = ["accepted", "completed", "declined", "duplicate", "rejected", "throttled", "unknown"];
  assert.deepEqual([...kinds].sort(), all);
});

test("the sentence of the first example", () =>
  visit(async (page) => {
    const said = await page.locator(".said").textContent();
    assert.equal(
      said,
      "Worldpay has accepted the refund; as far as anyone knows, the money has not moved yet. Do not send it again.",
    );
    await says(page.locator(".outcome"), "partiallyRefundPayment");
    await says(page.locator(".outcome"), "5e0c2b9a-0d53-4f0e-9a51-000000000001");
  }));

test("an answer of one's own is read as it is typed", () =>
  visit(async (page) => {
    const kind = page.locator(".kind");
    await page.getByLabel("Body", { exact: true }).fill("<h1>Bad gateway</h1>");
    await says(kind, "unknown");
    await page.getByLabel("Status", { exact: true }).fill("429");
    await page.getByLabel("Headers, one a line").fill("Retry-After: 7");
    await says(kind, "throttled");
    await says(page.locator(".said"), "Wait 7 seconds. Then send it again, as it is.");
    await says(page.locator("#announcer"), "Wait 7 seconds.");
    await page.getByLabel("The body broke off").check();
    await says(kind, "unknown");
    await page.getByLabel("No answer arrived").check();
    await says(page.locator(".said"), "No answer arrived: nobody can tell whether Worldpay made the refund.");
    assert.equal(await page.getByLabel("Body", { exact: true }).isVisible(), false);
    assert.equal(await page.locator("#answer select").inputValue(), "own");
  }));

test("what is in the form decides: a key makes a second try safe, an echo is compared", () =>
  visit(
    async (page) => {
      await page.getByLabel("No answer arrived").check();
      await says(page.locator(".said"), "Send it again with the same idempotency key.");
      await page.getByRole("switch", { name: "Send idempotencyKey" }).uncheck();
      await says(page.locator(".said"), "Ask what became of it before you send it again.");
      await page.getByLabel("No answer arrived").uncheck();
      assert.equal(await page.getByText("Came back different").count(), 0);
      await page.getByLabel("id", { exact: true }).fill("another");
      await page.getByText("Came back different").waitFor();
    },
    { hash: "#primer.refund" },
  ));
