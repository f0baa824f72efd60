// @ts-check
// An account and an input of every operation, each with every field.
import { amends } from "./amends.mjs";

/** With credentials that occur nowhere else. */
export const accounts = {
  worldpay: {
    provider: "worldpay",
    environment: "try",
    username: "example-user",
    password: "example-password",
  },
  paywall: {
    provider: "paywall",
    environment: "test",
    apiKeyPublic: "example-key",
    apiClientPublic: "example-client",
  },
  primer: { provider: "primer", environment: "sandbox", apiKey: "example-api-key" },
  simpleps: { provider: "simpleps", environment: "sandbox", accessToken: "example-token" },
};

const worldpay = {
  linkData: "eyJrIjoiazEifQ%3D%3D.abc%2Bdef",
  reference: "refund-1",
  value: { currency: "GBP", amount: 250, acceptPartialAmount: false },
};

/** @type {Record<string, Record<string, any>>} */
export const inputs = {
  "worldpay.partialRefund": worldpay,
  "worldpay.partialSettlement": { ...worldpay, sequence: { number: 1, total: 3 } },
  "paywall.apmPartialRefund": { UniqueCode: "code-1", Amount: "12.50" },
  "primer.refund": {
    id: "payment-1",
    idempotencyKey: "key-1",
    amount: 700,
    orderId: "order-1",
    reason: "late",
    transactionEventId: "0190f3a2-1111-7abc-8def-0123456789ab",
    expand: ["transactions.events"],
  },
  "simpleps.refund": { externalPaymentId: "payment-1", amount: { total: "25.00", currency: "USD" } },
};

/**
 * @typedef {object} Example
 * @property {string} id
 * @property {any} client
 * @property {any} operation
 * @property {() => any} input a new copy each time
 * @property {string[][]} paths of every field
 */

/** @type {Example[]} */
export const examples = Object.entries(inputs).map(([id, input]) => {
  const [provider = "", name = ""] = id.split(".");
  const client = /** @type {any} */ (amends.connect(/** @type {any} */ (accounts)[provider]));
  return {
    id,
    client,
    operation: client[name],
    input: () => structuredClone(input),
    paths: paths(input),
  };
});

/** @param {unknown} value @returns {string[][]} */
function paths(value) {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [
    [name],
    ...paths(inner).map((path) => [name, ...path]),
  ]);
}

/**
 * Puts a value into an object, at a path of names.
 * @param {any} object @param {string[]} path @param {unknown} value
 */
export function put(object, path, value) {
  const parent = path.slice(0, -1).reduce((inner, name) => inner[name], object);
  parent[path.at(-1) ?? ""] = value;
  return object;
}

/** @param {() => unknown} act @returns {any} what it threw */
export function thrown(act) {
  try {
    act();
  } catch (error) {
    return error;
  }
  return undefined;
}
