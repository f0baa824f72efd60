// @ts-check
// The server that pages come from: their files, the providers behind the same origin, and where their findings go.
import { readFileSync } from "node:fs";
import { createServer, request } from "node:http";
import { extname, join, normalize } from "node:path";
import { readVectors } from "../js/read-vectors.mjs";
import { demoCredentials, startSandbox } from "../sandbox/server.mjs";

/** Longer than any page takes, on any computer: only one that says nothing meets it. */
const SILENCE = 60_000;
const TYPES = /** @type {Record<string, string>} */ ({
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".wasm": "application/wasm",
});

/** Tells the server what breaks before the page's own code can. That WebAssembly is forbidden, the package says. */
const WATCH = `for (const event of ["error", "unhandledrejection", "securitypolicyviolation"])
  addEventListener(event, (what) => what.blockedURI === "wasm-eval" || fetch("/report" + location.pathname, { method: "POST",
    body: JSON.stringify([event + ": " + (what.message ?? what.reason ?? what.violatedDirective)]) }));
`;

/**
 * @typedef {object} Page
 * @property {string} html
 * @property {string} folder where its files are
 * @property {Record<string, string>} [headers]
 */
/** @typedef {(message: import("node:http").IncomingMessage, response: import("node:http").ServerResponse, next: () => void) => void} Handler */

/**
 * @typedef {object} PageServer
 * @property {string} url
 * @property {(id: string, page: Page) => Promise<string[]>} serve resolves with what the page found wrong
 * @property {(prefix: string, handler: Handler, close: () => Promise<void>) => void} use answers below a path
 * @property {import("../sandbox/server.mjs").Sandbox} sandbox
 * @property {() => Promise<void>} close
 */

/** @returns {Promise<PageServer>} */
export async function startPageServer() {
  const sandbox = await startSandbox();
  const data = JSON.stringify({ vectors: readVectors(), accessToken: demoCredentials.simpleps.accessToken });
  /** @type {Map<string, Page & { done: (failures: string[]) => void }>} */
  const pages = new Map();
  /** @type {{ prefix: string, handler: Handler, close: () => Promise<void> }[]} */
  const others = [];

  const server = createServer(async (message, response) => {
    const { pathname } = new URL(message.url ?? "/", "http://page.test");
    const [, first = "", ...rest] = pathname.split("/");
    const page = pages.get(first);
    if (pathname === "/data.json") response.end(data);
    else if (pathname === "/watch.js") response.setHeader("content-type", "text/javascript").end(WATCH);
    else if (first === "sandbox") forward(message, response, sandbox.url);
    else if (first === "report") {
      const chunks = await message.toArray();
      pages.get(rest[0] ?? "")?.done(JSON.parse(Buffer.concat(chunks).toString("utf8")));
      response.end();
    } else if (page) file(response, page, rest.join("/"));
    else {
      const missing = () => response.writeHead(404).end();
      const other = others.find(({ prefix }) => pathname.startsWith(prefix));
      if (other) other.handler(message, response, missing);
      else missing();
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());

  return {
    url: `http://127.0.0.1:${port}`,
    sandbox,
    use: (prefix, handler, close) => others.push({ prefix, handler, close }),
    serve: (id, page) =>
      new Promise((resolve) => {
        const timer = setTimeout(() => resolve(["the page said nothing"]), SILENCE).unref();
        const done = (/** @type {string[]} */ failures) => {
          clearTimeout(timer);
          resolve(failures);
        };
        pages.set(id, { ...page, done });
      }),
    close: async () => {
      await Promise.all([sandbox.close(), ...others.map((other) => other.close())]);
      server.close();
      server.closeAllConnections();
    },
  };
}

/** @param {import("node:http").ServerResponse} response @param {Page} page @param {string} path */
function file(response, { html, folder, headers = {} }, path) {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (path === "") return response.setHeader("content-type", TYPES[".html"] ?? "").end(html);
  try {
    const body = readFileSync(join(folder, normalize(`/${path}`)));
    return response.setHeader("content-type", TYPES[extname(path)] ?? "text/plain").end(body);
  } catch {
    return response.writeHead(404).end();
  }
}

/**
 * What a page's own server does for it. @param {import("node:http").IncomingMessage} message
 * @param {import("node:http").ServerResponse} response @param {string} target
 */
function forward(message, response, target) {
  const { method, url = "", headers } = message;
  const sent = request(target + url.slice("/sandbox".length), { method, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  sent.on("error", () => response.destroy());
  message.pipe(sent);
}
