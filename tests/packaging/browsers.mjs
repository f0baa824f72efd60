// @ts-check
// Opens browsers and sends them to addresses. What a page finds, it tells its server itself.
import { spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { createConnection, createServer } from "node:net";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { chromium as playwright } from "playwright-core";
import { chromium } from "../../scripts/lib/chromium.mjs";
import { inPath, needed } from "../../scripts/lib/programs.mjs";
import { tool } from "./project.mjs";

/** @typedef {{ visit: (url: string) => Promise<void>, close: () => Promise<void> }} Browser */

const MAC_FIREFOX = "/Applications/Firefox.app/Contents/MacOS/firefox";

/** @returns {Promise<Browser>} */
export async function openChromium() {
  const args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"];
  const browser = await playwright.launch({ executablePath: await chromium(), args });
  return {
    visit: async (url) => {
      await (await browser.newPage()).goto(url, { waitUntil: "commit" });
    },
    close: () => browser.close(),
  };
}

/** @returns {Promise<Browser>} */
export async function openFirefox() {
  const wanted = { what: "Firefox", packages: ["firefox-esr"], without: "firefox" };
  const executablePath = await needed(
    wanted,
    () => inPath(["firefox", "firefox-esr"]) ?? (existsSync(MAC_FIREFOX) ? MAC_FIREFOX : undefined),
  );
  const { default: puppeteer } = await tool("puppeteer-core");
  const browser = await puppeteer.launch({ browser: "firefox", executablePath, headless: true });
  return {
    visit: async (url) => {
      await (await browser.newPage()).goto(url);
    },
    close: () => browser.close(),
  };
}

/** WebKitGTK's, by the few words of WebDriver that it takes. @returns {Promise<Browser>} */
export async function openWebKit() {
  const wanted = {
    what: "WebKit with its driver and xvfb-run",
    packages: ["webkit2gtk-driver", "xvfb", "xauth"],
    without: "webkit",
  };
  const { driver, xvfb, binary } = await needed(wanted, webkit);
  const port = await freePort();
  const args = ["-a", driver, `--port=${port}`, "--host=127.0.0.1"];
  // A group of its own, so that it ends with all that it starts.
  const env = { ...process.env, WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: "1" };
  const child = spawn(xvfb, args, { detached: true, stdio: "ignore", env });
  const kill = () => process.kill(-(child.pid ?? 0));

  /** @param {string} method @param {string} path @param {object} [body] @returns {Promise<any>} */
  const ask = async (method, path, body) => {
    const sent = body && { body: JSON.stringify(body) };
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method, ...sent });
    const { value } = /** @type {any} */ (await answer.json());
    if (!answer.ok) throw new Error(`WebKitWebDriver: ${value?.message ?? answer.status}`);
    return value;
  };
  try {
    await listening(port, child);
    const alwaysMatch = {
      browserName: "MiniBrowser",
      "webkitgtk:browserOptions": { binary, args: ["--automation"] },
    };
    const { sessionId } = await ask("POST", "/session", { capabilities: { alwaysMatch } });
    return {
      visit: (url) => ask("POST", `/session/${sessionId}/url`, { url }),
      close: async () => {
        await ask("DELETE", `/session/${sessionId}`);
        kill();
      },
    };
  } catch (error) {
    kill();
    throw error;
  }
}

function webkit() {
  const driver = inPath(["WebKitWebDriver"]);
  const xvfb = inPath(["xvfb-run"]);
  // Below a folder named after the architecture, in one named after the version.
  const [binary] = below(["/usr/lib", "/usr/libexec"])
    .flatMap((folder) => [folder, ...below([folder], "webkit2gtk-")])
    .map((folder) => join(folder, "MiniBrowser"))
    .filter((path) => existsSync(path));
  return driver && xvfb && binary ? { driver, xvfb, binary } : undefined;
}

/** @param {string[]} folders @param {string} [start] of the names */
function below(folders, start = "") {
  return folders
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder, { withFileTypes: true }).map((entry) => ({ folder, entry })))
    .filter(({ entry }) => entry.isDirectory() && entry.name.startsWith(start))
    .map(({ folder, entry }) => join(folder, entry.name));
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
      server.close(() => resolve(port));
    });
  });
}

/** Resolves once something listens: the driver does not say when it is ready. @param {number} port @param {import("node:child_process").ChildProcess} child */
async function listening(port, child) {
  while (child.exitCode === null) {
    const connected = await new Promise((resolve) => {
      const socket = createConnection(port, "127.0.0.1");
      socket.on("connect", () => resolve(true)).on("error", () => resolve(false));
      socket.on("connect", () => socket.destroy());
    });
    if (connected) return;
    await setTimeout(50);
  }
  throw new Error(`WebKitWebDriver ended with ${child.exitCode}`);
}
