// @ts-check
// Prepared requests: what `fetch` makes of them, and credentials added later.
import assert from "node:assert/strict";
import { test } from "node:test";
import { amends } from "./amends.mjs";
import { accounts, examples, inputs, thrown } from "./examples.mjs";

const { InvalidInputError } = amends;
/** @type {Record<string, string[]>} */
const CREDENTIALS = {
  worldpay: ["Authorization"],
  paywall: ["apikeypublic", "apiclientpublic"],
  primer: ["X-API-KEY"],
  simpleps: ["Authorization"],
};
const full = { externalPaymentId: "payment-1" };

/** @param {import("./examples.mjs").Example} example */
function parts({ id, client, operation, input }) {
  const [provider = "", name = ""] = id.split(".");
  const account = /** @type {any} */ (accounts)[provider];
  const bare = /** @type {any} */ (
    amends.connect(/** @type {any} */ ({ provider, environment: account.environment }))
  );
  const names = CREDENTIALS[provider] ?? [];
  return { client, names, whole: operation.request(input()), bare: bare[name].request(input()), account };
}

test("a request is what fetch takes", async () => {
  for (const { id, operation, input } of examples) {
    const request = operation.request(input());
    assert.deepEqual(Object.keys(request), ["method", "url", "headers", "body", "redirect"], id);
    const { method, url, headers, body, redirect } = new Request(request.url, request);
    const sent = new Headers(request.headers);
    assert.deepEqual([method, url, redirect], ["POST", request.url, "manual"]);
    assert.deepEqual(Object.fromEntries(headers), Object.fromEntries(sent));
    const pairs = Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value]);
    assert.deepEqual(Object.fromEntries(sent), Object.fromEntries(pairs));
    assert.equal(await new Response(body).text(), request.body);
    assert.doesNotThrow(() => JSON.parse(request.body));
    assert.ok(Object.isFrozen(request) && Object.isFrozen(request.headers));
    // What it inherits is how it is shown, and nothing that can be seen in it.
    assert.equal(Object.getPrototypeOf(Object.getPrototypeOf(request)), Object.prototype);
    assert.deepEqual(
      { ...request },
      { method: "POST", url: request.url, headers: request.headers, body: request.body, redirect: "manual" },
    );
    assert.equal(Object.getPrototypeOf(request.headers), Object.prototype);
  }
});

test("a spread request still has its credentials", () => {
  for (const { operation, input } of examples) {
    const request = operation.request(input());
    const { headers } = new Request(request.url, { ...request, signal: AbortSignal.timeout(1000) });
    for (const [name, value] of Object.entries(request.headers)) assert.equal(headers.get(name), value);
  }
});

test("SimplePS: no body where everything is refunded", () => {
  const { refund } = amends.simpleps({ environment: "sandbox" });
  for (const request of [refund.request(full), refund.request({ ...full, amount: "full" })]) {
    assert.equal("body" in request, false);
    assert.equal(new Request(request.url, request).body, null);
  }
});

test("Primer: an empty object where everything is left out", () => {
  const { refund } = amends.primer({ environment: "sandbox" });
  assert.equal(refund.request({ id: "p" }).body, "{}");
  assert.equal(refund.request({ id: "p", amount: "remaining" }).body, "{}");
});

test("without credentials there is no credential header; authorize adds them", () => {
  for (const example of examples) {
    const { client, names, whole, bare } = parts(example);
    for (const name of names) {
      assert.ok(name in whole.headers, name);
      assert.ok(!(name in bare.headers), name);
    }
    for (const stored of [bare, JSON.parse(JSON.stringify(bare)), JSON.parse(JSON.stringify(whole)), whole]) {
      assert.deepEqual({ ...client.authorize(stored).headers }, { ...whole.headers });
      assert.deepEqual({ ...client.authorize(stored), headers: {} }, { ...whole, headers: {} });
    }
  }
});

test("authorize replaces credentials in any case, and nothing else", () => {
  for (const example of examples) {
    const { client, names, whole, bare } = parts(example);
    for (const change of [
      (/** @type {string} */ text) => text.toUpperCase(),
      (/** @type {string} */ text) => text.toLowerCase(),
    ]) {
      const old = Object.fromEntries(names.map((name) => [change(name), "old"]));
      const headers = { ...bare.headers, ...old, "X-Trace": "kept" };
      const authorized = client.authorize({ ...bare, headers });
      assert.deepEqual({ ...authorized.headers }, { ...whole.headers, "X-Trace": "kept" });
    }
  }
});

test("authorize gives nothing to another address", () => {
  for (const example of examples) {
    const { client, bare } = parts(example);
    const { origin, pathname } = new URL(bare.url);
    const { host } = new URL(bare.url);
    const foreign = [
      ...[
        `http://${host}${pathname}`,
        `https://${host}.example.com${pathname}`,
        `https://${host}:444${pathname}`,
      ],
      ...[
        `https://user@${host}${pathname}`,
        `https://${host}@example.com/`,
        `//${host}${pathname}`,
        pathname,
      ],
      ...[
        "https://example.com/",
        "",
        "about:blank",
        `${origin}\\@example.com/`,
        `${origin}/\n`,
        ` ${bare.url}`,
      ],
      ...[origin.toUpperCase() + pathname, `${origin}`],
    ];
    for (const url of foreign) {
      const error = thrown(() => client.authorize({ ...bare, url }));
      assert.ok(error instanceof InvalidInputError, `${url}: ${error}`);
      assert.deepEqual(
        error.issues.map(({ pointer }) => pointer),
        ["/url"],
      );
    }
  }
});

test("authorize refuses what is no request, and loses no header", () => {
  const { client, bare } = parts(/** @type {any} */ (examples[0]));
  const strange = [
    ...[undefined, null, 1, "request", {}, []],
    ...["method", "url", "headers"].map((name) => ({ ...bare, [name]: undefined })),
    { ...bare, method: "post" },
    { ...bare, body: null },
    { ...bare, body: new Uint8Array(2) },
    { ...bare, headers: { ...bare.headers, "X-Number": 1 } },
    { ...bare, headers: new Headers(bare.headers) },
    { ...bare, headers: new Map(Object.entries(bare.headers)) },
    { ...bare, headers: Object.entries(bare.headers) },
    { ...bare, headers: "Content-Type" },
  ];
  for (const request of strange) {
    assert.ok(thrown(() => client.authorize(request)) instanceof InvalidInputError, String(request?.headers));
  }
  const redirected = client.authorize({ ...bare, redirect: "follow" });
  assert.equal(redirected.redirect, "manual");
});

test("a base address of one's own", () => {
  const input = /** @type {any} */ (inputs["simpleps.refund"]);
  const client = amends.simpleps({ baseUrl: "https://Proxy.example.com:443/pay/", accessToken: "t" });
  const { url } = client.refund.request(input);
  assert.equal(url, "https://proxy.example.com/pay/payments/payment-1/refund");
  for (const other of ["https://proxy.example.com/payments/x", "https://proxy.example.com/payroll/x"]) {
    assert.ok(thrown(() => client.authorize({ ...client.refund.request(input), url: other })));
  }
  const loopback = { baseUrl: "http://127.0.0.1:8787" };
  assert.ok(thrown(() => amends.simpleps(loopback)));
  amends.simpleps({ ...loopback, allowInsecureLoopback: true });
  for (const baseUrl of [
    "http://example.com",
    "https://u:p@example.com",
    "https://example.com?a",
    "ftp://x",
    "x",
  ]) {
    assert.ok(
      thrown(() => amends.simpleps({ baseUrl, allowInsecureLoopback: true })),
      baseUrl,
    );
  }
});

test("linkData is taken byte for byte, from the account's own links only", () => {
  const client = amends.worldpay({ environment: "try" });
  const origin = "https://try.access.worldpay.com";
  const data = "eyJrIjoiazEifQ%3D%3D.abc%2bdef%3A";
  for (const end of ["", "/partialRefunds", "/partialSettlements", "/refunds"]) {
    assert.equal(client.linkData(`${origin}/api/payments/${data}${end}`), data);
  }
  /** @type {any[]} */
  const refused = [
    ...[undefined, null, 1, "", data, `/api/payments/${data}`, Object(`${origin}/api/payments/${data}`)],
    ...[
      `https://access.worldpay.com/api/payments/${data}`,
      `http://try.access.worldpay.com/api/payments/${data}`,
    ],
    ...[`${origin}/api/payments/`, `${origin}/api/payments/..`, `${origin}/api/payments/a%2Fb`],
    ...[
      `${origin}/api/payments/${data}/`,
      `${origin}/api/payments/${data}/a/b`,
      `${origin}/api/payments/a b`,
    ],
    ...[
      `${origin}/api/payments/${data}?a=b`,
      `${origin}/api/payments/${data}#a`,
      `${origin}/payments/${data}`,
    ],
  ];
  for (const href of refused) {
    const error = thrown(() => client.linkData(href));
    assert.ok(error instanceof InvalidInputError, String(href));
    assert.equal(error.issues[0].pointer, "/href");
  }
});
