// @ts-check
// The server itself, and what can go wrong at every provider alike. Each provider has a test of its own beside.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { demoCredentials, startSandbox } from "./server.mjs";
import { makeLinkData } from "./worldpay.mjs";

const now = new Date("2031-05-06T07:08:09Z");

/** @type {import("./server.mjs").Sandbox} */
let sandbox;
before(async () => {
  sandbox = await startSandbox({ now: () => now });
});
after(() => sandbox.close());

/** @typedef {{ path: string, headers: object, body: unknown }} Request */

/** How each provider is asked for a scenario, and the status of its documented success.
 * @type {Record<string, { success: number, ask: (scenario: string) => Request }>} */
const providers = {
  worldpay: {
    success: 202,
    ask: (reference) => ({
      path: `/api/payments/${makeLinkData("test")}/partialRefunds`,
      headers: {
        authorization: `Basic ${btoa(Object.values(demoCredentials.worldpay).join(":"))}`,
        "wp-api-version": "2024-06-01",
      },
      body: { reference, value: { currency: "EUR", amount: 990 } },
    }),
  },
  paywall: {
    success: 200,
    ask: (UniqueCode) => ({
      path: "/api/paywall/apm/refund/partial",
      headers: { apikeypublic: "sandbox-key", apiclientpublic: "sandbox-client" },
      body: { UniqueCode, Amount: 9.9 },
    }),
  },
  primer: {
    success: 200,
    ask: (id) => ({
      path: `/payments/${id}/refund`,
      headers: { "x-api-key": "sandbox-api-key", "x-api-version": "2.4" },
      body: { amount: 990 },
    }),
  },
  simpleps: {
    success: 200,
    ask: (externalPaymentId) => ({
      path: `/payments/${externalPaymentId}/refund`,
      headers: { authorization: "Bearer sandbox-access-token" },
      body: { amount: { total: 9.9 } },
    }),
  },
};

for (const [provider, { success, ask }] of Object.entries(providers)) {
  /** @param {string} scenario */
  const play = (scenario) => {
    const { path, headers, body } = ask(`sandbox-${scenario}`);
    return fetch(`${sandbox.url}/${provider}${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
      redirect: "manual",
    });
  };

  test(`${provider}: a status with an error body`, async () => {
    for (const status of [403, 408, 409, 500, 502, 504]) {
      const response = await play(String(status));
      assert.equal(response.status, status);
      assert.equal(response.headers.get("content-type"), "application/json");
      assert.equal(typeof (await response.json()), "object");
    }
  });

  test(`${provider}: 429 with Retry-After in seconds and as a date`, async () => {
    const seconds = await play("429");
    assert.deepEqual([seconds.status, seconds.headers.get("retry-after")], [429, "7"]);
    const date = await play("429-date");
    assert.deepEqual([date.status, date.headers.get("date")], [429, "Tue, 06 May 2031 07:08:09 GMT"]);
    assert.equal(date.headers.get("retry-after"), "Tue, 06 May 2031 07:08:16 GMT");
  });

  test(`${provider}: pages in place of JSON`, async () => {
    for (const [scenario, status] of /** @type {const} */ ([
      ["503", 503],
      ["html", success],
    ])) {
      const response = await play(scenario);
      assert.equal(response.status, status);
      assert.match(response.headers.get("content-type") ?? "", /^text\/html/);
      assert.match(await response.text(), /^<!doctype html>/);
    }
  });

  test(`${provider}: a redirect to another origin`, async () => {
    const response = await play("302");
    assert.equal(response.status, 302);
    assert.notEqual(new URL(response.headers.get("location") ?? "").origin, sandbox.url);
  });

  test(`${provider}: a body that breaks off keeps its status`, async () => {
    const response = await play("truncated");
    assert.equal(response.status, success);
    await assert.rejects(response.arrayBuffer());
  });

  test(`${provider}: a connection dropped before the answer`, async () => {
    const before = sandbox.requests.length;
    await assert.rejects(play("dropped"), TypeError);
    assert.equal(sandbox.requests.length, before + 1);
  });

  test(`${provider}: success statuses that say nothing`, async () => {
    const bodies = [];
    for (const scenario of ["empty", "bare"]) {
      const response = await play(scenario);
      assert.equal(response.status, success);
      bodies.push(await response.text());
    }
    assert.deepEqual(bodies, ["", "{}"]);
    const bytes = await (await play("bad-utf8")).arrayBuffer();
    assert.throws(() => new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  });

  test(`${provider}: a misspelt scenario is no success`, async () => {
    const response = await play("no-such-scenario");
    assert.equal(response.status, 501);
    assert.match(/** @type {any} */ (await response.json()).sandbox, /no-such-scenario/);
  });
}

test("what arrived is kept as it was sent", async () => {
  await fetch(`${sandbox.url}/worldpay/a%2Fb?c`, {
    method: "PUT",
    headers: { "X-Spelled": "so" },
    body: "25.00\u00e9",
  });
  const { method, url, path, rawHeaders, headers, body, text } = sandbox.requests.at(-1) ?? assert.fail();
  assert.deepEqual([method, url, path], ["PUT", "/worldpay/a%2Fb?c", "/a%2Fb?c"]);
  assert.equal(rawHeaders[rawHeaders.findIndex((name) => /x-spelled/i.test(name)) + 1], "so");
  assert.equal(headers["x-spelled"], "so");
  assert.deepEqual([...body.subarray(-2)], [0xc3, 0xa9]);
  assert.equal(text, "25.00\u00e9");
});

test("another provider is told which there are", async () => {
  for (const path of ["/nobody/x", "/toString", "/"]) {
    const response = await fetch(`${sandbox.url}${path}`);
    assert.equal(response.status, 404);
    assert.match(/** @type {any} */ (await response.json()).sandbox, /worldpay/);
  }
});

test("a port in use is one clear error", async () => {
  const port = Number(new URL(sandbox.url).port);
  await assert.rejects(startSandbox({ port }), (/** @type {Error} */ error) => {
    assert.match(error.message, new RegExp(`^Port ${port} of 127\\.0\\.0\\.1 is in use: .*another port`));
    return true;
  });
});

/** @param {string} flag
 * @returns {Promise<string>} what the program says on standard error */
function failingProgram(flag) {
  const program = fileURLToPath(new URL("server.mjs", import.meta.url));
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [program, flag], { timeout: 20_000 }, (error, _, stderr) => {
      error?.code === 1 ? resolve(stderr) : reject(error ?? new Error("The program ended well."));
    });
  });
}

test("the program says in one line why it did not start", async () => {
  const taken = await failingProgram(`--port=${new URL(sandbox.url).port}`);
  assert.match(taken, /^Port \d+ of 127\.0\.0\.1 is in use: [^\n]+\n$/);
  assert.match(await failingProgram("--port=http"), /^--port=http is not a port: [^\n]+\n$/);
});
