// @ts-check
// The package against the loopback sandbox: build, send with fetch, read.
import { demoCredentials, startSandbox } from "../sandbox/server.mjs";
import { makeLinkData } from "../sandbox/worldpay.mjs";
import { amends } from "./amends.mjs";

export const sandbox = await startSandbox();

/** @param {string} provider @param {object} [change] */
export function account(provider, change) {
  const credentials = /** @type {any} */ (demoCredentials)[provider];
  const baseUrl = `${sandbox.url}/${provider}`;
  return { provider, baseUrl, allowInsecureLoopback: true, ...credentials, ...change };
}

let payments = 0;
/** A payment nobody used before. */
function fresh() {
  payments += 1;
  return `payment-${payments}`;
}

/**
 * An input of each operation. `scenario` stands where the sandbox looks for it; without one it is a payment in
 * good order.
 * @type {Record<string, (scenario?: string) => any>}
 */
export const inputFor = {
  "worldpay.partialRefund": (scenario) => ({
    linkData: makeLinkData(fresh()),
    reference: scenario ?? "refund-1",
    value: { currency: "GBP", amount: 250 },
  }),
  "worldpay.partialSettlement": (scenario) => ({
    linkData: makeLinkData(fresh()),
    reference: scenario ?? "settlement-1",
    sequence: { number: 1, total: 3 },
    value: { currency: "GBP", amount: 250 },
  }),
  "paywall.apmPartialRefund": (scenario) => ({ UniqueCode: scenario ?? fresh(), Amount: "12.50" }),
  "primer.refund": (scenario) => ({ id: scenario ?? fresh(), idempotencyKey: `key-${fresh()}`, amount: 700 }),
  "simpleps.refund": (scenario) => ({
    externalPaymentId: scenario ?? fresh(),
    amount: { total: "25.00", currency: "USD" },
  }),
};

/** @param {string} id @param {object} [change] of the account */
export function operationOf(id, change) {
  const [provider = "", name = ""] = id.split(".");
  const client = /** @type {any} */ (amends.connect(/** @type {any} */ (account(provider, change))));
  return { client, operation: client[name] };
}

/** @param {any} request */
export async function send(request) {
  return amends.readResponse(fetch(request.url, request));
}

/**
 * Builds, sends and reads.
 * @param {string} id @param {any} input @param {object} [change] of the account
 */
export async function play(id, input, change) {
  const { operation } = operationOf(id, change);
  const request = operation.request(input);
  return operation.outcome(await send(request), input);
}

/** What an outcome comes down to. @param {any} outcome */
export function brief({ kind, httpStatus, retry, reason }) {
  return [kind, httpStatus, retry.advice, ...(reason ? [reason.code] : [])];
}
