// @ts-check
// The folder: from any path, under its own strict policy, by one command.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { test } from "node:test";
import { root } from "../../scripts/lib/run.mjs";
import { files } from "../../scripts/lib/stamps.mjs";
import { serveWww } from "../../scripts/www.mjs";
import { code, pick, says, site, status, visit } from "./site.mjs";

site("/some/path/of its own/".replaceAll(" ", "%20"));

test("everything works from a path of its own, the worker included", () =>
  visit(async (page) => {
    await says(status(page), "Ready to send");
    await pick(page, "simpleps.refund");
    assert.match(await code(page, "HTTP"), /^POST \/payments\//);
    await page.getByRole("button", { name: "Try 100,000 sample lines" }).click();
    await page.getByText("Done. Nothing was sent.").waitFor();
  }));

test("the policy allows what the page needs, and nothing from elsewhere", async () => {
  const page = readFileSync(join(root, "target/www/index.html"), "utf8");
  const policy = /http-equiv="Content-Security-Policy"\s+content="([^"]+)"/.exec(page)?.[1] ?? "";
  const rules = new Map(policy.split("; ").map((rule) => /** @type {const} */ ([rule.split(" ")[0], rule])));
  assert.equal(rules.get("default-src"), "default-src 'none'");
  assert.equal(rules.get("script-src"), "script-src 'self' 'wasm-unsafe-eval'");
  assert.equal(rules.get("style-src"), "style-src 'self'");
  assert.equal(rules.get("connect-src"), "connect-src 'none'");
  assert.doesNotMatch(policy, /unsafe-inline|'unsafe-eval'|https?:|\*/);
  const served = await serveWww(0);
  try {
    const worker = await fetch(`${served.url}bulk-worker.js`);
    assert.equal(worker.headers.get("content-security-policy"), policy, "a worker hears it from the server");
    assert.equal((await fetch(`${served.url}package.json`)).status, 404);
    assert.equal((await fetch(served.url, { method: "POST" })).status, 405);
  } finally {
    await served.close();
  }
});

test("no file names another by an address that is not relative", () => {
  for (const path of files("target/www")) {
    if (!/\.(html|css|js)$/.test(path)) continue;
    const text = readFileSync(join(root, path), "utf8");
    assert.doesNotMatch(
      text,
      /(?:src|href)="(?:\/|https?:)|url\(\s*["']?(?:\/|https?:)|from"(?:\/|https?:)/,
      path,
    );
  }
});

test("a port in use is one line that says what to do", async () => {
  const taken = createServer();
  await new Promise((resolve) => taken.listen(0, "127.0.0.1", () => resolve(undefined)));
  try {
    const { port } = /** @type {import("node:net").AddressInfo} */ (taken.address());
    await assert.rejects(serveWww(port), {
      name: "StepError",
      message: `port ${port} is in use: \`npm start -- --port=<number>\` takes another (0: any free one)`,
    });
  } finally {
    taken.close();
  }
});

test("an option nobody knows is one line, too", () => {
  for (const option of ["--port=70000", "--prot=80", "8080"]) {
    const { status, stderr } = spawnSync(process.execPath, ["scripts/www.mjs", option], { cwd: root });
    assert.equal(status, 1);
    assert.equal(stderr.toString(), "✗ the one option is --port=<number>\n");
  }
});
