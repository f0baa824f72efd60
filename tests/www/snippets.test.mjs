// @ts-check
// The snippets are run as they are copied: curl in a shell, JavaScript in Node, Rust by cargo.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { ask, root } from "../../scripts/lib/run.mjs";
import { demoCredentials, startSandbox } from "../sandbox/server.mjs";
import { makeLinkData } from "../sandbox/worldpay.mjs";

const folder = join(root, "target/www-tests");

/** Texts that a careless quotation lets out, or changes. */
const HOSTILE = [
  `it's "quoted"`,
  "back\\slash \\n \\' $HOME $(id) `id` !! %41 {a,b} [1-9] *",
  "é ü ß İ 漢字 😀 \u{10ffff}",
  "\u2028 \u2029 \u202e \u200b \ufeff",
  "'; exit 1; '",
  "@file",
  "\u0024{1+1} $((1+1)) </script> <!--",
];
/** What a header carries. */
const HOSTILE_KEYS = ["'\"`$(id)\\!%*{a,b}", "@key", "-d", ";", "a:b"];

/** @type {{ id: string, input: Record<string, any>, settings?: Record<string, unknown> }[]} */
const CASES = [
  ...HOSTILE.flatMap((text) => [
    { id: "worldpay.partialRefund", input: settlement(text, "GBP") },
    {
      id: "simpleps.refund",
      input: { externalPaymentId: text, amount: { total: "25.00", currency: "USD" } },
    },
  ]),
  ...HOSTILE_KEYS.map((key, index) => ({
    id: "primer.refund",
    input: { id: `payment-${index}`, idempotencyKey: key, amount: 700, reason: HOSTILE[index] },
  })),
  {
    id: "worldpay.partialSettlement",
    input: {
      ...settlement("s-1", "JPY"),
      sequence: { number: 1, total: 3 },
      value: { currency: "JPY", amount: 5, acceptPartialAmount: false },
    },
  },
  {
    id: "worldpay.partialRefund",
    input: settlement("own", "QQQ"),
    settings: { currencies: { QQQ: 4, HUF: 0 } },
  },
  {
    id: "paywall.apmPartialRefund",
    input: { UniqueCode: "it's", Amount: "12.500" },
    settings: { exponent: 3 },
  },
  { id: "primer.refund", input: { id: "all", amount: "remaining", orderId: "", expand: ["a", 'b"'] } },
  {
    id: "primer.refund",
    input: { id: "absent", transactionEventId: "0190f3a2-1111-7abc-8def-0123456789ab" },
  },
  { id: "simpleps.refund", input: { externalPaymentId: "o-1", amount: "full" } },
  { id: "simpleps.refund", input: { externalPaymentId: "o-2", amount: { total: "1.5" } } },
  { id: "simpleps.refund", input: { externalPaymentId: "o-3" } },
];

/** @param {string} reference @param {string} currency */
function settlement(reference, currency) {
  return { linkData: makeLinkData("snippets"), reference, value: { currency, amount: 250 } };
}

/** @type {Awaited<ReturnType<typeof startSandbox>>} */
let sandbox;
/** The page's own code, for Node. @type {any} */
let page;

before(async () => {
  sandbox = await startSandbox();
  const code = ["client.ts", "catalogue.ts", "snippets/http.ts", "snippets/curl.ts"].concat([
    "snippets/javascript.ts",
    "snippets/rust.ts",
  ]);
  await build({
    ...{ absWorkingDir: root, bundle: true, format: "esm", platform: "node", packages: "external" },
    stdin: {
      contents: code.map((path) => `export * from "./www/src/${path}";`).join("\n"),
      resolveDir: root,
    },
    outfile: join(folder, "page.mjs"),
  });
  page = await import(pathToFileURL(join(folder, "page.mjs")).href);
});

after(() => sandbox.close());

/** @param {typeof CASES[number]} one */
function made({ id, input, settings = {} }) {
  const entry = page.catalogue().find((/** @type {any} */ { operation }) => operation.id === id);
  const provider = entry.provider.name;
  const account = { baseUrl: `${sandbox.url}/${provider}`, allowInsecureLoopback: true, ...settings };
  const { operation } = page.open(entry, account);
  const request = operation.request(input);
  return {
    entry,
    provider,
    account,
    operation,
    request,
    preview: page.preview(request),
    call: { ...entry, settings: account, input },
  };
}

/** @param {string} command @param {string[]} args @returns {Promise<string>} what it printed */
function run(command, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
    let [out, errors] = ["", ""];
    child.stdout.on("data", (chunk) => {
      out += chunk;
    });
    child.stderr.on("data", (chunk) => {
      errors += chunk;
    });
    child.on("error", reject);
    child.on("close", (code) =>
      code === 0 ? resolve(out) : reject(new Error(`${command}: ${code}\n${errors}${out}`)),
    );
  });
}

/** What the sandbox got is what the package makes. @param {any} preview @param {number} [index] the last one */
function arrived({ method, url, headers, body }, index = -1) {
  const got = sandbox.requests.at(index) ?? assert.fail("nothing arrived");
  assert.equal(got.method, method);
  assert.equal(got.url, url.slice(sandbox.url.length));
  assert.equal(got.text, body ?? "");
  for (const [name, value] of headers) {
    if (!value.includes("•••")) assert.equal(got.headers[name.toLowerCase()], value, name);
  }
}

test("curl sends the very request", async (t) => {
  if (ask("curl", ["--version"]).missing) return t.skip("there is no curl");
  for (const one of CASES) {
    const { preview } = made(one);
    const before = sandbox.requests.length;
    await run("sh", ["-c", `${page.curl(preview)} --silent --show-error --noproxy '*'`]);
    assert.equal(sandbox.requests.length, before + 1);
    arrived(preview);
  }
});

test("the JavaScript sends it, and reads the answer", async () => {
  const requests = CASES.map(made);
  for (const [index, { provider, call }] of requests.entries()) {
    const credentials = Object.values(/** @type {any} */ (demoCredentials)[provider]);
    const code = page.javascript(call).replaceAll('"•••"', () => JSON.stringify(credentials.shift()));
    assert.equal(credentials.length, 0, "every credential has its place");
    writeFileSync(join(folder, `snippet-${index}.mjs`), code);
  }
  const imports = requests.map((_, index) => `await import("./snippet-${index}.mjs");\n`);
  writeFileSync(join(folder, "snippets.mjs"), imports.join(""));
  const before = sandbox.requests.length;
  const printed = await run(process.execPath, [join(folder, "snippets.mjs")]);
  assert.match(printed, new RegExp(`^(?:(?:accepted|completed|rejected) [\\w-]+\\n){${CASES.length}}$`));
  for (const [index, { preview }] of requests.entries()) arrived(preview, before + index);
});

test("the HTTP text is the request, line for line", () => {
  for (const one of CASES) {
    const { preview } = made(one);
    const [head = "", ...body] = page.http(preview).split("\n\n");
    const [start, host, ...headers] = head.trimEnd().split("\n");
    assert.equal(start, `POST ${preview.url.slice(sandbox.url.length)} HTTP/1.1`);
    assert.equal(`http://${host?.slice("Host: ".length)}`, sandbox.url);
    assert.deepEqual(
      headers,
      preview.headers.map((/** @type {string[]} */ pair) => pair.join(": ")),
    );
    assert.equal(body.join("\n\n"), preview.body ?? "");
  }
});

test("no snippet shows a character that is not seen", () => {
  for (const one of CASES) {
    const { call } = made(one);
    for (const code of [page.javascript(call), page.rust(call)]) {
      assert.doesNotMatch(code.replaceAll("\n", ""), /[\p{C}\p{Zl}\p{Zp}]/u);
    }
  }
});

test("the Rust compiles, and builds the same request", async () => {
  const crate = join(folder, "rust");
  mkdirSync(join(crate, "src"), { recursive: true });
  writeFileSync(
    join(crate, "Cargo.toml"),
    `[package]\nname = "snippets"\nversion = "0.0.0"\nedition = "2024"\npublish = false\n
[workspace]\n\n[dependencies]\namends = { path = "../../.." }\n`,
  );
  // The versions that are downloaded already.
  copyFileSync(join(root, "Cargo.lock"), join(crate, "Cargo.lock"));
  const requests = CASES.map(made);
  const modules = requests.map(({ call }, index) => {
    // No credential of three dots would pass; "x" is one for every provider.
    const code = page.rust(call).replaceAll('"•••"', '"x"').replace("fn request", "pub fn request");
    return `mod case_${index} {\n${code}\n}\n`;
  });
  const calls = requests.map((_, index) => `    show(case_${index}::request());\n`);
  writeFileSync(
    join(crate, "src/main.rs"),
    `${modules.join("\n")}
fn show(made: Result<amends::Request, Box<dyn std::error::Error>>) {
    match made {
        Ok(request) => println!("{}\\n{}", request.url, request.body.unwrap_or_default()),
        Err(error) => println!("{error}\\n"),
    }
}

fn main() {
${calls.join("")}}
`,
  );
  const target = ["--target-dir", join(root, "target")];
  const printed = await run("cargo", [
    "run",
    "--quiet",
    "--manifest-path",
    join(crate, "Cargo.toml"),
    ...target,
  ]);
  const expected = requests.map(({ request }) => `${request.url}\n${request.body ?? ""}\n`);
  assert.equal(printed, expected.join(""));
});
