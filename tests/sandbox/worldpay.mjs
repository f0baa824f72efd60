// @ts-check
// Worldpay, version 2024-06-01: partial refunds and partial settlements, after Worldpay's pages 'Submit a
// payment partial refund request' and 'Submit a payment partial settle request'. The pages name fields and
// statuses; the texts of errors here are our own, since Worldpay varies them and nobody may depend on them.

import { createHash } from "node:crypto";
import { bodyCheck } from "./body-check.mjs";
import { json, mediaType, parseJson, uuid } from "./http.mjs";
import { play, scenarioOf } from "./scenarios.mjs";

/** @typedef {import("./http.mjs").Reply} Reply */
/** @typedef {import("./http.mjs").ReceivedRequest} ReceivedRequest */

const VERSION = "2024-06-01";

const ENDPOINTS = {
  partialRefunds: {
    check: bodyCheck("worldpay.partialRefund"),
    outcome: "sentForPartialRefund",
    actions: { partiallyRefundPayment: "partialRefunds" },
    // In Worldpay's example both links of a partial refund are the same, those of a settlement are not.
    actionsShareSelf: true,
  },
  partialSettlements: {
    check: bodyCheck("worldpay.partialSettlement"),
    outcome: "sentForSettlement",
    actions: {
      refundPayment: "refunds",
      partiallyRefundPayment: "partialRefunds",
      partiallySettlePayment: "partialSettlements",
      cancelPayment: "cancellations",
      reversePayment: "reversals",
    },
    actionsShareSelf: false,
  },
};

/**
 * A linkData of the shape Worldpay publishes: a base64 header, a dot, base64 with ":" for "/",
 * percent-encoded in capital hex. The same seed gives the same linkData.
 * @param {string} seed
 */
export function makeLinkData(seed) {
  const header = Buffer.from(JSON.stringify({ k: "ksandbox", linkVersion: "5.0.0" })).toString("base64");
  const secret = createHash("shake256", { outputLength: 314 })
    .update(seed)
    .digest("base64")
    .replaceAll("/", ":");
  return `${encodeURIComponent(header)}.${encodeURIComponent(secret)}`;
}

/** Links are pre-encoded: one that was encoded again holds %25 and is no longer known.
 * @param {string} linkData */
function isLinkData(linkData) {
  const [, header] = /^((?:[A-Za-z0-9]|%3A|%2B|%3D)+)\.(?:[A-Za-z0-9]|%3A|%2B|%3D)+$/.exec(linkData) ?? [];
  if (header === undefined) return false;
  const decoded = parseJson(Buffer.from(decodeURIComponent(header), "base64"));
  return decoded.ok && Object.hasOwn(Object(decoded.value), "linkVersion");
}

/**
 * @param {{ username: string, password: string }} credentials
 * @param {import("./http.mjs").Context} context
 * @returns {(request: ReceivedRequest) => Reply}
 */
export function worldpay(credentials, context) {
  let count = 0;
  return (request) => {
    count += 1;
    const reply = answer(request, credentials, context, count);
    return { ...reply, headers: { ...reply.headers, "wp-correlationid": uuid(count) } };
  };
}

/**
 * The order of the checks is our choice: the pages give none.
 * @param {ReceivedRequest} request
 * @param {{ username: string, password: string }} credentials
 * @param {import("./http.mjs").Context} context
 * @param {number} count
 * @returns {Reply}
 */
function answer(request, credentials, context, count) {
  const [, linkData, name] = /^\/api\/payments\/([^/?#]+)\/([A-Za-z]+)$/.exec(request.path) ?? [];
  if (request.method !== "POST" || (name !== "partialRefunds" && name !== "partialSettlements"))
    return failure(404);
  if (!isAuthorized(request.headers.authorization, credentials)) return failure(401);

  const header = headerFault(request);
  if (header) return header;
  if (!isLinkData(linkData))
    return error(400, "urlContainsInvalidValue", "The URL holds a value that is not valid.");

  if (request.body.length === 0) return error(400, "bodyIsEmpty", "The request has no body.");
  const body = parseJson(request.body);
  if (!body.ok) return error(400, "bodyIsNotJson", "The body is not JSON.");
  const faults = ENDPOINTS[name].check(body.value);
  if (faults.length > 0) {
    const validationErrors = faults.map(validationError);
    return json(400, {
      errorName: "bodyDoesNotMatchSchema",
      message: "The body breaks its schema.",
      validationErrors,
    });
  }

  const { reference } = /** @type {{ reference: string }} */ (body.value);
  const accepted = () => accept(name, linkData, context.baseUrl(), count);
  return play(scenarioOf(reference), {
    proceed: () => json(202, accepted()),
    failure,
    context,
    own: {
      "unknown-outcome": () => json(202, { ...accepted(), outcome: "sentForSomethingNew" }),
      // Documented as optional, like every field of the answer.
      "no-payment-id": () => json(202, { ...accepted(), paymentId: undefined }),
      // Worldpay's own examples hold a reversePayment link that ends in /partialSettlements.
      "misnamed-link": () =>
        json(202, withLink(accepted(), context.baseUrl(), "reversePayment", "partialSettlements")),
      "foreign-link": () =>
        json(202, withLink(accepted(), context.foreignUrl(), "partiallyRefundPayment", "partialRefunds")),
    },
  });
}

/**
 * @param {string | undefined} header
 * @param {{ username: string, password: string }} credentials
 */
function isAuthorized(header, { username, password }) {
  const [, encoded] = /^basic +([A-Za-z0-9+/]+={0,2})$/i.exec(header ?? "") ?? [];
  return (
    encoded !== undefined && Buffer.from(encoded, "base64").toString("utf8") === `${username}:${password}`
  );
}

/**
 * 406 and 415 are shown for Content-Type only. That WP-Api-Version is answered alike is our choice; that
 * Content-Type may carry parameters as well.
 * @param {ReceivedRequest} request
 * @returns {Reply | undefined}
 */
function headerFault(request) {
  const checks = [
    { headerName: "WP-Api-Version", value: request.headers["wp-api-version"], expected: VERSION },
    { headerName: "Content-Type", value: mediaType(request), expected: "application/json" },
  ];
  for (const { headerName, value, expected } of checks) {
    const message = `${headerName} must be ${expected}.`;
    if (value === undefined) return json(406, { errorName: "headerIsMissing", message, headerName });
    if (value !== expected) return json(415, { errorName: "headerHasInvalidValue", message, headerName });
  }
  return undefined;
}

/**
 * @param {keyof typeof ENDPOINTS} name
 * @param {string} linkData the one that was sent: every answer brings new ones
 * @param {string} baseUrl
 * @param {number} count
 */
function accept(name, linkData, baseUrl, count) {
  const { outcome, actions, actionsShareSelf } = ENDPOINTS[name];
  const self = `${baseUrl}/api/payments/${makeLinkData(`${linkData} ${count}`)}`;
  const next = actionsShareSelf
    ? self
    : `${baseUrl}/api/payments/${makeLinkData(`${linkData} ${count} next`)}`;
  const links = Object.entries(actions).map(([action, path]) => [
    action,
    { href: `${next}/${path}`, method: "POST" },
  ]);
  return {
    outcome,
    paymentId: `paySandbox${String(count).padStart(14, "0")}`,
    _links: { self: { href: self } },
    _actions: /** @type {Record<string, { href: string, method: string }>} */ (Object.fromEntries(links)),
  };
}

/**
 * @param {ReturnType<typeof accept>} accepted
 * @param {string} baseUrl
 * @param {string} action
 * @param {string} path
 */
function withLink(accepted, baseUrl, action, path) {
  const href = `${baseUrl}/api/payments/${makeLinkData(action)}/${path}`;
  return { ...accepted, _actions: { ...accepted._actions, [action]: { href, method: "POST" } } };
}

/** @type {Record<string, string>} */
const ERROR_NAMES = {
  required: "fieldIsMissing",
  additionalProperties: "fieldIsNotAllowed",
  minimum: "integerIsTooSmall",
  maximum: "integerIsTooLarge",
  minLength: "stringIsTooShort",
};

/** @type {Record<string, string>} */
const TYPE_ERROR_NAMES = {
  string: "fieldMustBeString",
  integer: "fieldMustBeNumber",
  number: "fieldMustBeNumber",
};

/** @param {import("./body-check.mjs").BodyFault} fault */
function validationError({ rule, expected, jsonPath, message }) {
  const errorName = ERROR_NAMES[rule] ?? TYPE_ERROR_NAMES[expected ?? ""] ?? "fieldHasInvalidValue";
  return { errorName, message: `The field ${message}.`, jsonPath };
}

/**
 * @param {number} status
 * @returns {Reply}
 */
function failure(status) {
  /** @type {Record<number, [string, string]>} */
  const known = {
    401: ["accessDenied", "The credentials do not open this resource."],
    403: ["forbidden", "The credentials do not allow this."],
    404: ["endpointNotFound", "There is no such endpoint."],
    500: ["internalErrorOccurred", "The request could not be processed."],
  };
  const [errorName, message] = known[status] ?? [
    "unknownError",
    `The sandbox was asked to answer ${status}.`,
  ];
  return error(status, errorName, message);
}

/**
 * @param {number} status
 * @param {string} errorName
 * @param {string} message
 */
function error(status, errorName, message) {
  return json(status, { errorName, message });
}
