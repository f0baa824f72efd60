// @ts-check
// SimplePS: refund of a captured payment, after the SimplePS page 'Refund'.
//
// The page shows no failing answer. Its shape here is that of a failed token request of the same API, the
// codes are from Inyo's table of response codes. Which code belongs to which fault is our reading of that
// table.

import { bodyCheck } from "./body-check.mjs";
import { decimal, minus } from "./decimal.mjs";
import { decodeSegment, json, mediaType, NumberText, parseJson, parseKeepingNumbers, uuid } from "./http.mjs";
import { play, scenarioOf } from "./scenarios.mjs";

/** @typedef {import("./http.mjs").Reply} Reply */
/** @typedef {import("./http.mjs").ReceivedRequest} ReceivedRequest */
/** @typedef {{ paymentId: string, left: import("./decimal.mjs").Decimal, currency?: string }} Payment */

const check = bodyCheck("simpleps.refund");

/** What every payment is worth. */
const CAPTURED = "1000.00";

/** @type {Record<string, string>} */
const MESSAGES = {
  PAY_012: "There is no payment to refund with this external id.",
  PAY_015: "The currency is not the payment's.",
  PAY_016: "Not enough is left to refund.",
  PAY_020: "The amount must be above zero.",
  PAY_021: "The currency code is not valid.",
  PAY_022: "The provider behind the gateway refused.",
  PAY_023: "The card is to be held.",
  PAY_024: "The amount asked for is not valid.",
  CARD_010: "The request is not valid.",
};

/**
 * @param {{ accessToken: string }} credentials
 * @param {import("./http.mjs").Context} context
 * @returns {(request: ReceivedRequest) => Reply}
 */
export function simpleps(credentials, context) {
  /** @type {Map<string, Payment>} */
  const payments = new Map();
  let count = 0;

  return (request) => {
    const [, segment] = /^\/payments\/([^/?#]+)\/refund$/.exec(request.path) ?? [];
    if (request.method !== "POST" || segment === undefined) return failure(404);
    const [, token] = /^bearer +(\S+)$/i.exec(request.headers.authorization ?? "") ?? [];
    if (token === undefined) return coded(401, "SE_001", "The request is not authorized.");
    if (token !== credentials.accessToken) return coded(403, "SE_002", "The token is not valid.");
    // The page's examples send the header without a body, too; that it is needed there is our choice.
    if (mediaType(request) !== "application/json") return refused("CARD_010");
    const id = decodeSegment(segment);
    if (id === undefined) return refused("PAY_012");

    if (request.body.length === 0) return respond(id, undefined);
    const body = parseJson(request.body);
    if (!body.ok) return refused("CARD_010");
    const [fault] = check(body.value);
    if (fault) return refused(codeOf(fault));
    return respond(id, parseKeepingNumbers(request.text).amount);
  };

  /**
   * @param {string} id
   * @param {{ total: string, currency?: string } | undefined} amount undefined for all that was captured
   * @returns {Reply}
   */
  function respond(id, amount) {
    /** @param {object} [change] */
    const refund = (change) => {
      const payment = paymentOf(id);
      // The page says the captured amount, not the remainder: after a partial refund that is more than there
      // is left.
      const total = amount?.total ?? CAPTURED;
      const left = minus(payment.left, decimal(total));
      const { currency = payment.currency } = amount ?? {};
      if (payment.currency !== undefined && currency !== payment.currency) return refused("PAY_015");
      if (left.digits < 0n) return refused("PAY_016");
      payments.set(id, { ...payment, left, currency });
      count += 1;
      const isWhole = minus(decimal(CAPTURED), decimal(total)).digits === 0n;
      const paymentId = isWhole ? payment.paymentId : uuid(count);
      return json(200, { ...describe(id, payment.paymentId, paymentId, total, left), ...change });
    };
    const declined = {
      approved: false,
      message: "Refund Declined",
      status: "DECLINED",
      responseCode: "PAY_022",
    };
    const codes = Object.keys(MESSAGES).map((code) => [code, () => refused(code)]);
    return play(scenarioOf(id), {
      proceed: () => refund(),
      failure,
      context,
      own: {
        ...Object.fromEntries(codes),
        declined: () => json(200, { ...describeUntouched(id, amount), ...declined }),
        "unknown-outcome": () => refund({ status: "SOMETHING_NEW" }),
        // `approved` and `status` contradict each other.
        "approved-declined": () => json(200, { ...describeUntouched(id, amount), status: "DECLINED" }),
        "unapproved-refunded": () => refund({ approved: false }),
        mismatch: () => refund({ externalPaymentId: "another-order", amount: new NumberText("0.01") }),
      },
    });
  }

  /**
   * An answer to a refund that returned nothing.
   * @param {string} id
   * @param {{ total: string } | undefined} amount
   */
  function describeUntouched(id, amount) {
    const { paymentId, left } = paymentOf(id);
    return describe(id, paymentId, paymentId, amount?.total ?? CAPTURED, left);
  }

  /** An id nobody used before is a captured payment. Its currency is the first one that is named.
   * @param {string} id
   * @returns {Payment} */
  function paymentOf(id) {
    const known = payments.get(id);
    if (known) return known;
    count += 1;
    const payment = { paymentId: uuid(count), left: decimal(CAPTURED) };
    payments.set(id, payment);
    return payment;
  }
}

/**
 * @param {string} id
 * @param {string} parent the payment
 * @param {string} paymentId the refund, or the payment again if it was returned in one go
 * @param {string} amount what this refund returns
 * @param {import("./decimal.mjs").Decimal} left
 */
function describe(id, parent, paymentId, amount, left) {
  return {
    paymentId,
    parentPaymentId: parent,
    externalPaymentId: id,
    amount: new NumberText(amount),
    created: "2031-05-06 07:08:09",
    approved: true,
    message: "Payment Approved",
    automaticReversed: false,
    status: left.digits === 0n ? "REFUNDED" : "PARTIALLY_REFUNDED",
    captured: true,
    voided: false,
    authCode: paymentId,
    issuerName: "SANDBOX BANK",
    issuerCountry: "GB",
    cvcResult: "NOT_SENT",
    avsResult: "NOT_SENT",
  };
}

/** @param {import("./body-check.mjs").BodyFault} fault */
function codeOf({ rule, jsonPath }) {
  if (rule === "exclusiveMinimum") return "PAY_020";
  return rule === "pattern" && jsonPath === "$.amount.currency" ? "PAY_021" : "CARD_010";
}

/** @param {string} code */
function refused(code) {
  return coded(400, code, MESSAGES[code]);
}

/** @param {number} status */
function failure(status) {
  return coded(status, "CARD_010", `The sandbox answers ${status}.`);
}

/**
 * @param {number} status
 * @param {string} responseCode
 * @param {string} message
 */
function coded(status, responseCode, message) {
  return json(status, { status, message, responseCode });
}
