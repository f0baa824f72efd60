// @ts-check
// What every runtime does with the package: the golden vectors, and one refund over its own `fetch`. Nothing of a
// runtime is imported.
import { runVectors } from "../js/run-vectors.mjs";

/**
 * @param {any} amends
 * @param {{ vectors: any[], baseUrl: string, accessToken: string }} data @param {string} id of the payment
 * @returns {Promise<string[]>} what went wrong, a line each
 */
export async function run(amends, { vectors, baseUrl, accessToken }, id) {
  const { refund } = amends.simpleps({ baseUrl, allowInsecureLoopback: true, accessToken });
  const input = { externalPaymentId: id, amount: { total: "25.00", currency: "USD" } };
  const request = refund.request(input);
  const outcome = refund.outcome(await amends.readResponse(fetch(request.url, request)), input);
  const shown = `${outcome.httpStatus} ${outcome.kind} ${outcome.details.amount}`;
  return [
    ...(shown === "200 completed 25.00" ? [] : [`the refund over fetch: ${shown}`]),
    ...(vectors.length > 100 ? [] : [`only ${vectors.length} vectors`]),
    ...runVectors(amends, vectors),
  ];
}
