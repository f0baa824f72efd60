// @ts-check
// Credentials are sent, and seen nowhere else.
import assert from "node:assert/strict";
import { Console } from "node:console";
import { Writable } from "node:stream";
import { test } from "node:test";
import { inspect } from "node:util";
import { amends } from "./amends.mjs";
import { inputs, thrown } from "./examples.mjs";

/** @type {Record<string, { account: any, secrets: string[] }>} */
const planted = {
  worldpay: {
    account: { environment: "try", username: "planted-user", password: "planted: päss" },
    secrets: ["planted-user", "planted: päss"],
  },
  paywall: {
    account: { environment: "test", apiKeyPublic: "planted-key", apiClientPublic: "planted-client" },
    secrets: ["planted-key", "planted-client"],
  },
  primer: { account: { environment: "sandbox", apiKey: "planted-api-key" }, secrets: ["planted-api-key"] },
  simpleps: { account: { environment: "sandbox", accessToken: "planted-token" }, secrets: ["planted-token"] },
};
const basic = Buffer.from("planted-user:planted: päss").toString("base64");

/** What a console writes; `dir` and `table` show the plain object that `fetch` is given. @param {unknown[]} values */
function logged(values) {
  let text = "";
  const stdout = new Writable({
    write(chunk, _, done) {
      text += chunk;
      done();
    },
  });
  const own = new Console({ stdout, inspectOptions: { depth: Number.POSITIVE_INFINITY } });
  own.log(...values);
  own.log("%o %O %j %s", ...values, ...values, ...values, ...values);
  own.error(values);
  return text;
}

/** Every way a value becomes text. @param {any} value @returns {Record<string, string>} */
function texts(value) {
  const everything = { showHidden: true, depth: Number.POSITIVE_INFINITY, getters: true };
  return {
    json: JSON.stringify(value) ?? "",
    nested: JSON.stringify({ a: [value] }),
    inspect: inspect(value),
    everything: inspect(value, everything),
    within: inspect({ a: [value], map: new Map([["key", value]]), set: new Set([value]) }, everything),
    string: String(value),
    template: `${value}`,
    log: logged([value]),
    error: inspect(new Error("outer", { cause: value }), everything),
    stack: value instanceof Error ? `${value.stack} ${value.message} ${value.cause}` : "",
    issues: JSON.stringify(value?.issues ?? ""),
  };
}

/** @param {string} text @param {string[]} secrets @param {string} about */
function clean(text, secrets, about) {
  for (const secret of [...secrets, basic]) {
    for (const form of [secret, encodeURIComponent(secret), Buffer.from(secret).toString("base64")]) {
      assert.ok(!text.includes(form), `${about}: ${text}`);
    }
  }
}

/** @param {unknown} value @param {string[]} secrets @param {string} about */
function hidden(value, secrets, about) {
  for (const [way, text] of Object.entries(texts(value))) clean(text, secrets, `${about}, ${way}`);
}

for (const [id, input] of Object.entries(inputs)) {
  const [provider = "", name = ""] = id.split(".");
  const { account, secrets } = planted[provider] ?? { account: {}, secrets: [] };
  const client = /** @type {any} */ (amends.connect(/** @type {any} */ ({ provider, ...account })));
  const operation = client[name];

  test(`${id}: the request carries its credentials and shows none`, () => {
    const request = operation.request(input);
    const sent = Object.values(request.headers).join("\n");
    if (provider === "worldpay") assert.equal(request.headers.Authorization, `Basic ${basic}`);
    else for (const secret of secrets) assert.ok(sent.includes(secret), secret);
    hidden(request, secrets, "request");
    for (const text of [texts(request).json, texts(request).inspect, texts(request).log]) {
      assert.ok(text?.includes("[redacted]"), text);
      assert.ok(text?.includes(request.url), text);
    }
    clean(JSON.stringify([request.url, request.body]), secrets, "url and body");
  });

  test(`${id}: authorize adds what is not shown`, () => {
    const line = new TextDecoder().decode(
      operation.requests(new TextEncoder().encode(JSON.stringify(input))),
    );
    clean(line, secrets, "bulk output");
    const request = client.authorize(JSON.parse(line).request);
    assert.deepEqual({ ...request.headers }, { ...operation.request(input).headers });
    hidden(request, secrets, "authorized request");
  });

  test(`${id}: neither provider nor operation show them`, () => {
    for (const value of [client, operation, operation["~standard"], operation.request, client.authorize]) {
      hidden(value, secrets, "client");
    }
    hidden(operation.inputSchema, secrets, "inputSchema");
    hidden(amends.describe(), secrets, "describe");
  });

  test(`${id}: no error and no outcome shows them`, () => {
    const wrong = [{}, null, { ...input, strange: 1 }, new Map(), { [Object.keys(input)[0] ?? ""]: null }];
    for (const bad of wrong) {
      hidden(
        thrown(() => operation.request(bad)),
        secrets,
        "error",
      );
      hidden(operation.validate(bad), secrets, "validate");
    }
    hidden(
      thrown(() => client.authorize({ ...operation.request(input), url: "https://example.com/" })),
      secrets,
      "refused authorize",
    );
    for (const status of [0, 200, 202, 302, 400, 401, 409, 429, 500]) {
      hidden(operation.outcome({ status, body: "{}" }, input), secrets, `outcome ${status}`);
    }
    hidden(operation.outcome(null, input), secrets, "outcome null");
  });
}

test("no error about an account repeats what it holds", () => {
  for (const [provider, { account, secrets }] of Object.entries(planted)) {
    const names = Object.keys(account).filter((name) => name !== "environment");
    const changes = [
      ...names.map((name) => ({ [name]: `${account[name]}\n` })),
      ...names.map((name) => ({ [name]: [account[name]] })),
      ...names.map((name) => ({ [name]: { text: account[name] } })),
      ...names.map((name) => ({ [name.toUpperCase()]: account[name] })),
      { environment: secrets[0] },
      { environment: undefined },
      { environment: undefined, baseUrl: `https://${encodeURIComponent(secrets[0] ?? "")}@example.com` },
      { baseUrl: `http://${secrets[0]}` },
      { currencies: { GBP: secrets[0] } },
      { provider: secrets[0] },
    ];
    for (const change of changes) {
      const error = thrown(() => amends.connect(/** @type {any} */ ({ provider, ...account, ...change })));
      assert.ok(error instanceof amends.InvalidAccountError, JSON.stringify(change));
      hidden(error, secrets, JSON.stringify(change));
    }
  }
});

test("a secret that was planted would be found", () => {
  const ways = texts({ value: "planted-key" });
  for (const way of ["json", "nested", "inspect", "everything", "within", "log", "error"]) {
    assert.throws(() => clean(ways[way] ?? "", ["planted-key"], way), assert.AssertionError, way);
  }
});
