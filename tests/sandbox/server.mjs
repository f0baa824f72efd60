// @ts-check
// A loopback server that behaves as the payment APIs say they do. It shares no code with the package.
//
//   node tests/sandbox/server.mjs --port=8787

import { createServer } from "node:http";
import { buffer } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { json, send } from "./http.mjs";
import { paywall } from "./paywall.mjs";
import { primer } from "./primer.mjs";
import { simpleps } from "./simpleps.mjs";
import { makeLinkData, worldpay } from "./worldpay.mjs";

const HOST = "127.0.0.1";

/** Named as in the accounts of the package. None of them opens anything anywhere else. */
export const demoCredentials = {
  worldpay: { username: "sandbox-user", password: "sandbox-password" },
  paywall: { apiKeyPublic: "sandbox-key", apiClientPublic: "sandbox-client" },
  primer: { apiKey: "sandbox-api-key" },
  simpleps: { accessToken: "sandbox-access-token" },
};

/**
 * @typedef {object} Sandbox
 * @property {string} url such as `http://127.0.0.1:8787`; an account's `baseUrl` is this and `/worldpay`
 * @property {import("./http.mjs").ReceivedRequest[]} requests everything that arrived, oldest first
 * @property {() => Promise<void>} close
 */

/**
 * @param {object} [options]
 * @param {number} [options.port] 0 takes any free port
 * @param {Partial<typeof demoCredentials>} [options.credentials] left out: `demoCredentials`
 * @param {() => Date} [options.now] for the `Date` header, and what is counted from it
 * @returns {Promise<Sandbox>}
 */
export async function startSandbox({ port = 0, credentials = {}, now = () => new Date() } = {}) {
  const keys = { ...demoCredentials, ...credentials };
  /** @type {import("./http.mjs").ReceivedRequest[]} */
  const requests = [];
  const address = () => /** @type {import("node:net").AddressInfo} */ (server.address());
  const url = () => `http://${HOST}:${address().port}`;

  /** @param {string} provider */
  const context = (provider) => ({
    baseUrl: () => `${url()}/${provider}`,
    // "localhost" is another origin than 127.0.0.1, yet leads back here: whoever follows is found in
    // `requests`.
    foreignUrl: () => `http://localhost:${address().port}/elsewhere`,
    now,
  });
  /** @type {Record<string, (request: import("./http.mjs").ReceivedRequest) => import("./http.mjs").Reply>} */
  const providers = {
    worldpay: worldpay(keys.worldpay, context("worldpay")),
    paywall: paywall(keys.paywall, context("paywall")),
    primer: primer(keys.primer, context("primer")),
    simpleps: simpleps(keys.simpleps, context("simpleps")),
  };

  const server = createServer(async (message, response) => {
    try {
      const request = await receive(message);
      requests.push(request);
      const provider = request.url.split("/")[1];
      const answer = Object.hasOwn(providers, provider) ? providers[provider] : unknownProvider;
      send(response, answer(request), now());
    } catch (error) {
      // A fault of the sandbox must not pass for a scenario.
      console.error("The sandbox itself failed:", error);
      response.socket?.destroy();
    }
  });

  await listen(server, port);
  return {
    url: url(),
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };

  function unknownProvider() {
    return json(404, {
      sandbox: `No such provider. Start the path with one of: ${Object.keys(providers).join(", ")}.`,
    });
  }
}

/**
 * @param {import("node:http").IncomingMessage} message
 * @returns {Promise<import("./http.mjs").ReceivedRequest>}
 */
async function receive(message) {
  const { method = "", url = "", rawHeaders, headers } = message;
  const body = await buffer(message);
  const path = url.replace(/^\/[^/?]*/, "");
  return { method, url, path, rawHeaders, headers, body, text: body.toString("utf8") };
}

/**
 * @param {import("node:http").Server} server
 * @param {number} port
 * @returns {Promise<void>}
 */
function listen(server, port) {
  return new Promise((resolve, reject) => {
    server.once("error", (/** @type {NodeJS.ErrnoException} */ error) => {
      reject(error.code === "EADDRINUSE" ? new Error(portInUse(port), { cause: error }) : error);
    });
    server.listen(port, HOST, resolve);
  });
}

/** @param {number} port */
function portInUse(port) {
  const advice = "stop the program that listens there, or choose another port (0 takes any free one)";
  return `Port ${port} of ${HOST} is in use: ${advice}.`;
}

async function main() {
  const { values } = parseArgs({ options: { port: { type: "string", default: "8787" } } });
  if (!/^\d{1,5}$/.test(values.port) || Number(values.port) > 65535) {
    throw new Error(`--port=${values.port} is not a port: give a number from 0 to 65535.`);
  }
  const sandbox = await startSandbox({ port: Number(values.port) });
  console.log(`The sandbox listens on ${sandbox.url}; Ctrl+C stops it.`);
  for (const [provider, keys] of Object.entries(demoCredentials)) {
    console.log(`  ${sandbox.url}/${provider}  ${JSON.stringify(keys)}`);
  }
  console.log(`A linkData to start with: ${makeLinkData("start")}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  main().catch((error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
