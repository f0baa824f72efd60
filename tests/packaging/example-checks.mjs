// @ts-check
// What each example does, seen from outside: on the screen, over HTTP, in its output, at the provider.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../scripts/lib/run.mjs";
import { demoCredentials } from "../sandbox/server.mjs";
import { makeLinkData } from "../sandbox/worldpay.mjs";
import { withPage } from "./page.mjs";
import { openWorker } from "./worker.mjs";

/** @typedef {import("../sandbox/server.mjs").Sandbox} Sandbox */

/**
 * The page says what is wrong beside the field, and refunds what is right.
 * @param {Sandbox} _sandbox @param {string} project
 */
export async function form(_sandbox, project) {
  await withPage(join(project, "refund-page.tsx"), join(project, "page"), async (page) => {
    const amount = page.getByLabel("Amount");
    const alert = page.getByRole("alert");
    const submit = page.getByRole("button", { name: "Refund" });
    const refunded = () => page.evaluate("globalThis.refunded");

    await amount.fill("2.505");
    await alert.waitFor();
    assert.match(await alert.innerText(), /^`Amount` .*decimal/);
    assert.equal(await amount.getAttribute("aria-invalid"), "true");
    await submit.click();
    assert.equal(await refunded(), undefined);

    await amount.fill("2.50");
    await alert.waitFor({ state: "detached" });
    await submit.click();
    await page.waitForFunction("globalThis.refunded");
    assert.deepEqual(await refunded(), { UniqueCode: "payment-1", Amount: "2.50" });
  });
}

/** @param {Sandbox} sandbox @param {string} project */
export async function preview({ url, requests }, project) {
  const opened = await openWorker(join(project, "hono-worker.ts"), join(project, "hono"), { host: url });
  try {
    /** @param {unknown} input */
    const answerTo = async (input) => {
      const headers = { "content-type": "application/json" };
      const answer = await opened.fetch("/refunds/preview", {
        ...{ method: "POST", headers, body: JSON.stringify(input) },
      });
      return { status: answer.status, body: /** @type {any} */ (await answer.json()) };
    };
    const wrong = await answerTo({ id: "payment-1", amount: 0, reson: "late" });
    assert.equal(wrong.status, 400);
    assert.deepEqual(
      wrong.body.error.map((/** @type {{ path: string[] }} */ { path }) => path),
      [["amount"], ["reson"]],
    );
    const right = await answerTo({ id: "payment-1", amount: 700 });
    assert.equal(right.status, 200);
    assert.deepEqual(
      [right.body.url, right.body.body],
      ["https://api.sandbox.primer.io/payments/payment-1/refund", '{"amount":700}'],
    );
    assert.equal(requests.length, 0, "a preview sends nothing");
  } finally {
    await opened.close();
  }
}

/** @param {Sandbox} sandbox @param {string} project */
export async function worker({ url, requests }, project) {
  const opened = await openWorker(join(project, "refund-worker.ts"), join(project, "worker"), {
    bindings: { PRIMER_API_KEY: demoCredentials.primer.apiKey },
    host: `${url}/primer`,
  });
  try {
    /** @param {string} body */
    const refund = async (body) => {
      const answer = await opened.fetch("/", { method: "POST", body });
      return { status: answer.status, body: /** @type {any} */ (await answer.json()) };
    };
    const input = { id: "payment-1", amount: 700, idempotencyKey: "key-1" };
    const first = await refund(JSON.stringify(input));
    assert.deepEqual([first.status, first.body.kind], [200, "completed"]);
    const second = await refund(JSON.stringify(input));
    assert.deepEqual(
      [second.status, second.body.kind, second.body.retry.advice],
      [502, "duplicate", "query-first"],
    );
    const lost = await refund(JSON.stringify({ ...input, id: "sandbox-dropped", idempotencyKey: "key-2" }));
    assert.deepEqual([lost.body.kind, lost.body.retry.advice], ["unknown", "resend-same-key"]);
    assert.equal(requests.length, 3);
    for (const body of ["{", "{}", JSON.stringify({ ...input, amount: 7.5 })]) {
      const { status, body: said } = await refund(body);
      assert.equal(status, 400);
      assert.ok(said.issues.length > 0);
    }
    assert.equal(requests.length, 3, "a wrong input is not sent");
  } finally {
    await opened.close();
  }
}

/**
 * Run again and again, it refunds nothing twice: not what was accepted, not what nobody heard of again, not what was
 * under way when the process died.
 * @param {Sandbox} sandbox @param {string} project
 */
export async function file({ url, requests }, project) {
  const path = join(project, "refunds.ndjson");
  /** @param {string} reference @param {number} [amount] */
  const line = (reference, amount = 250) =>
    JSON.stringify({ linkData: makeLinkData("file"), reference, value: { currency: "GBP", amount } });
  /** @param {string[]} lines */
  const write = (...lines) => writeFileSync(path, lines.join("\n"));
  /** @param {string} [crash] */
  const run = async (crash) => {
    const { username, password } = demoCredentials.worldpay;
    const before = requests.length;
    const ended = await start(process.execPath, ["--import", "./sandboxed.mjs", "refund-file.mjs", path], {
      cwd: project,
      env: {
        ...{ WORLDPAY_USERNAME: username, WORLDPAY_PASSWORD: password },
        ...{ SANDBOX: `${url}/worldpay`, ...(crash && { CRASH: crash }) },
      },
    });
    return { ...ended, sent: requests.slice(before).map(({ text }) => JSON.parse(text).reference) };
  };

  write(line("refund-1"), line("refund-2", 0), line("refund-1"));
  const refused = await run();
  assert.deepEqual([refused.code, refused.sent, refused.stdout], [1, [], ""]);
  assert.equal(
    refused.stderr,
    "Nothing was sent.\nrefund 2: `value.amount` must be above zero\nrefund 3: `reference` is not new\n",
  );

  const lines = ["refund-1", "sandbox-dropped", "refund-2", "refund-3"].map((reference) => line(reference));
  write(...lines);
  const crashed = await run("refund-2");
  assert.deepEqual([crashed.code, crashed.sent], [70, ["refund-1", "sandbox-dropped", "refund-2"]]);
  const second = await run();
  assert.deepEqual([second.code, second.sent], [1, ["refund-3"]]);
  assert.match(
    second.stdout,
    /^refund-1: 2\.50 GBP accepted\nsandbox-dropped: 2\.50 GBP unknown; query-first, because .+\nrefund-2: 2\.50 GBP unknown; query-first, because no answer was read\nrefund-3: 2\.50 GBP accepted\n$/,
  );
  write(line("refund-1", 900), ...lines.slice(1));
  const third = await run();
  assert.deepEqual([third.sent, third.stdout], [[], second.stdout]);

  write(line("sandbox-429"), ...lines);
  const turnedAway = await run();
  assert.deepEqual([turnedAway.code, turnedAway.sent], [1, ["sandbox-429"]]);
  assert.match(turnedAway.stdout, /^sandbox-429: 2\.50 GBP throttled; resend, because .+\n$/);
  assert.deepEqual((await run()).sent, ["sandbox-429"]);
}

/** @param {Sandbox} sandbox */
export async function rust({ url, requests }) {
  /** @param {string[]} values */
  const run = (...values) =>
    start("cargo", ["run", "--quiet", "--locked", "--example", "refund", "--", ...values], {
      cwd: root,
      env: { PRIMER_API_KEY: demoCredentials.primer.apiKey, PRIMER_URL: `${url}/primer` },
    });
  const done = await run("payment-1", "700", "key-1");
  assert.match(`${done.code} ${done.stdout}`, /^0 Completed\. Again\? Never: .+\n$/);
  const repeated = await run("payment-1", "700", "key-1");
  assert.match(
    `${repeated.code} ${repeated.stdout}`,
    /^1 IdempotencyKeyAlreadyExists: .+\nDuplicate\. Again\? QueryFirst: .+\n$/,
  );
  const lost = await run("sandbox-dropped", "700", "key-2");
  assert.match(`${lost.code} ${lost.stdout}`, /^1 no_response: .+\nUnknown\. Again\? ResendSameKey: .+\n$/);
  const redirected = await run("sandbox-302", "700", "key-3");
  assert.match(`${redirected.code} ${redirected.stdout}`, /^1 http_302: .+\nUnknown\./);
  assert.equal(requests.length, 4);
  const zero = await run("payment-1", "0", "key-4");
  assert.match(`${zero.code} ${zero.stderr}`, /^1 Error: .*`amount` must be above zero/s);
  assert.equal(requests.length, 4, "a wrong input is not sent, a redirect not followed");
}

/**
 * Never rejects; the sandbox of this process answers meanwhile.
 * @param {string} program @param {string[]} options @param {{ cwd: string, env: Record<string, string> }} where
 * @returns {Promise<{ code: number, stdout: string, stderr: string }>}
 */
function start(program, options, { cwd, env }) {
  return new Promise((resolve) => {
    const child = execFile(program, options, { cwd, env: { ...process.env, ...env } }, (_, stdout, stderr) =>
      resolve({ code: child.exitCode ?? -1, stdout, stderr }),
    );
  });
}
