// @ts-check
/**
 * `npm start` serves the playground to this computer alone; `npm run build:www` makes it a folder, target/www, that
 * works from any path.
 */
import { copyFileSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ensureBuilt } from "./build.mjs";
import { root, StepError, say, script } from "./lib/run.mjs";
import { files } from "./lib/stamps.mjs";

const HOST = "127.0.0.1";
const PORT = 4380;
const OUT = "target/www";
/** Copied as they are; the page's code and style are bundled. */
const COPIED = ["index.html", "icon.svg"];
const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
};

/** @typedef {{ about: string, input?: unknown, response: unknown }} Answer */
/** @typedef {{ url: string, close: () => Promise<void> }} Served */

/**
 * Makes target/www.
 * @param {string} [out] another folder, below the repository
 */
export async function buildWww(out = OUT) {
  await ensureBuilt();
  const esbuild = await import("esbuild");
  rmSync(join(root, out), { recursive: true, force: true });
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: ["www/src/main.ts", "www/src/bulk-worker.ts", "www/style.css"],
    entryNames: "[name]",
    outdir: out,
    bundle: true,
    splitting: true,
    chunkNames: "shared-[hash]",
    format: "esm",
    platform: "browser",
    target: "es2022",
    charset: "utf8",
    legalComments: "none",
    minify: true,
    define: { EXAMPLES: JSON.stringify(examples()) },
    logLevel: "warning",
  });
  for (const name of COPIED) copyFileSync(join(root, "www", name), join(root, out, name));
}

/** The golden vectors that www/examples.json names: every documented status has one. */
function examples() {
  /** @param {string} path */
  const read = (path) => JSON.parse(readFileSync(join(root, path), "utf8"));
  /** @type {Record<string, string[]>} */
  const chosen = read("www/examples.json");
  return Object.fromEntries(
    Object.entries(chosen).map(([id, names]) => [
      id,
      names.map((name) => {
        const { about, input, response } = read(`tests/vectors/${id}/${name}.json`);
        return /** @type {Answer} */ ({ about, input, response });
      }),
    ]),
  );
}

/**
 * Serves target/www on the loopback interface.
 * @param {number} port 0 takes any free one @param {string} [path] where the folder is found
 * @returns {Promise<Served>}
 */
export async function serveWww(port, path = "/") {
  // The page says it itself; a worker listens only to what it is served with.
  const page = readFileSync(join(root, "www/index.html"), "utf8");
  const policy = /http-equiv="Content-Security-Policy"\s+content="([^"]+)"/.exec(page)?.[1] ?? "";
  const server = createServer(({ method, url = "/" }, response) => {
    const asked = url.replace(/[?#].*/s, "");
    const wanted = asked === path ? `${path}index.html` : asked;
    const file = files(OUT).find((one) => `${path}${one.slice(OUT.length + 1)}` === wanted);
    if (file === undefined || (method !== "GET" && method !== "HEAD")) {
      response.writeHead(file === undefined ? 404 : 405).end();
      return;
    }
    const type = TYPES[/** @type {keyof typeof TYPES} */ (extname(file))];
    response
      .writeHead(200, {
        ...{ "Content-Type": type, "Content-Security-Policy": policy, "Cache-Control": "no-store" },
        ...{ "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer" },
      })
      .end(method === "HEAD" ? undefined : readFileSync(join(root, file)));
  });
  await new Promise((resolve, reject) => {
    server.once("error", (/** @type {NodeJS.ErrnoException} */ error) => {
      const used = `port ${port} is in use: \`npm start -- --port=<number>\` takes another (0: any free one)`;
      reject(error.code === "EADDRINUSE" ? new StepError(used) : error);
    });
    server.listen(port, HOST, () => resolve(undefined));
  });
  const address = /** @type {import("node:net").AddressInfo} */ (server.address());
  return {
    url: `http://${HOST}:${address.port}${path}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** @param {string[]} options */
function portOf([option, ...more]) {
  if (option === undefined) return PORT;
  const port = /^--port=(\d{1,5})$/.exec(option)?.[1];
  if (port === undefined || Number(port) > 65535 || more.length > 0) {
    throw new StepError("the one option is --port=<number>");
  }
  return Number(port);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await script(async () => {
    const options = process.argv.slice(2);
    if (options[0] === "--build") {
      await buildWww();
      say(`${OUT} is built: a folder that any web server can serve from any path`);
      return;
    }
    // First, so that a port in use is known at once, and what runs there keeps its files.
    const served = await serveWww(portOf(options));
    try {
      await buildWww();
    } catch (error) {
      await served.close();
      throw error;
    }
    say(`The playground is at ${served.url} (Ctrl+C stops it)`);
  });
}
