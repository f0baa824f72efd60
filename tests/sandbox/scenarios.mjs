// @ts-check
// What can go wrong between a provider and its caller whatever the provider is. A test asks for it with a
// reserved value, `sandbox-<name>`, in a field the provider treats as free text, so that the package under
// test sends it itself.

import { json } from "./http.mjs";

const PREFIX = "sandbox-";

/** The scenario a value asks for; undefined for every value that is not reserved.
 * @param {string} value */
export function scenarioOf(value) {
  return value.startsWith(PREFIX) ? value.slice(PREFIX.length) : undefined;
}

/**
 * @typedef {object} Behaviour
 * @property {() => import("./http.mjs").Reply} proceed does what was asked and gives the documented answer
 * @property {(status: number) => import("./http.mjs").Reply} failure the provider's error body for a status
 * @property {Record<string, () => import("./http.mjs").Reply>} own scenarios of this provider alone
 * @property {import("./http.mjs").Context} context
 */

/** Seconds in `Retry-After`, as a number or as a date that far after the answer's own `Date`. */
export const RETRY_AFTER_SECONDS = 7;

/**
 * @param {string | undefined} name
 * @param {Behaviour} behaviour
 * @returns {import("./http.mjs").Reply}
 */
export function play(name, { proceed, failure, own, context }) {
  if (name === undefined) return proceed();
  /** @type {Record<string, () => import("./http.mjs").Reply>} */
  const known = {
    ...sharedScenarios({ proceed, failure, context }),
    ...own,
  };
  if (Object.hasOwn(known, name)) return known[name]();
  if (/^[45]\d\d$/.test(name)) return failure(Number(name));
  // A misspelt scenario must not look like a success.
  return json(501, { sandbox: `Unknown scenario "${name}".`, known: Object.keys(known) });
}

/**
 * @param {Omit<Behaviour, "own">} behaviour
 * @returns {Record<string, () => import("./http.mjs").Reply>}
 */
function sharedScenarios({ proceed, failure, context }) {
  /** @param {string} retryAfter */
  const throttled = (retryAfter) => {
    const reply = failure(429);
    return { ...reply, headers: { ...reply.headers, "retry-after": retryAfter } };
  };
  return {
    429: () => throttled(String(RETRY_AFTER_SECONDS)),
    "429-date": () => throttled(new Date(context.now().getTime() + RETRY_AFTER_SECONDS * 1000).toUTCString()),
    503: () => page(503, "Service Unavailable"),
    302: () => ({ status: 302, headers: { location: context.foreignUrl() }, body: "" }),
    // From here on what was asked is done first: the worst case, money moved and nobody was told properly.
    truncated: () => ({ ...proceed(), fault: "truncate" }),
    dropped: () => ({ ...proceed(), fault: "drop" }),
    empty: () => ({ ...proceed(), body: "" }),
    bare: () => ({ ...proceed(), body: "{}" }),
    html: () => page(proceed().status, "Please wait"),
    "bad-utf8": () => ({ ...proceed(), body: Buffer.from('{"message":"caf\xe9"}', "latin1") }),
  };
}

/**
 * A page as a load balancer shows it, in place of the provider's JSON.
 * @param {number} status
 * @param {string} title
 * @returns {import("./http.mjs").Reply}
 */
function page(status, title) {
  const body = `<!doctype html><html><head><title>${title}</title></head><body>${title}</body></html>\n`;
  return { status, headers: { "content-type": "text/html; charset=utf-8" }, body };
}
