// @ts-check
// What a page does with the package: the same as every runtime, its findings sent to the server that it came from.
import { run } from "./case.mjs";

/**
 * @param {any} amends @param {string} id of the payment
 * @param {() => Promise<unknown>} [start] what gives the slim entry its module
 */
export async function report(amends, id, start) {
  /** @type {string[]} */
  let failures;
  try {
    await start?.();
    const data = /** @type {any} */ (await (await fetch("/data.json")).json());
    // The providers allow no other origin: a page reaches them through its own server.
    const baseUrl = `${/** @type {any} */ (globalThis).location.origin}/sandbox/simpleps`;
    failures = await run(amends, { ...data, baseUrl }, id);
  } catch (error) {
    failures = [String(error)];
  }
  await fetch(`/report/${id}`, { method: "POST", body: JSON.stringify(failures) });
}
