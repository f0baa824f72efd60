// @ts-check
import * as amends from "../../dist/node.js";

/** @param {string} provider @param {object} account @returns {Record<string, import("../plain/connect.mjs").Operation>} */
export function connect(provider, account) {
  const connected = amends.connect(/** @type {any} */ ({ provider, ...account }));
  const operations = Object.values(/** @type {any} */ (connected)).filter(({ id }) => id !== undefined);
  return Object.fromEntries(operations.map((operation) => [operation.id, operation]));
}
