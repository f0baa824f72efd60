// @ts-check
// An account and an input of every operation, each with every field.
import { amends } from "./amends.mjs";
import { accounts, inputs } from "./inputs.mjs";

export { accounts, inputs };

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
