// @ts-check
// Primer: refund a payment, after Primer's page 'Refund a payment' (versions 2.1 to 2.3) and its OpenAPI 2.4.
//
// No example of a 401, 403 or 5xx is published: the error envelope there, and its errorIds, are our choice.
// So is 415, and that a missing or unknown X-API-VERSION is refused, which is only documented for 2.4.

import { bodyCheck } from "./body-check.mjs";
import { decimal } from "./decimal.mjs";
import { decodeSegment, json, mediaType, NumberText, parseJson, parseKeepingNumbers } from "./http.mjs";
import { play, scenarioOf } from "./scenarios.mjs";

/** @typedef {import("./http.mjs").Reply} Reply */
/** @typedef {import("./http.mjs").ReceivedRequest} ReceivedRequest */
/** Numbers as text.
 * @typedef {{ amount?: string, orderId?: string, reason?: string, expand?: string[] }} RefundBody */
/** @typedef {{ processorStatus: string, reason?: string }} Refund */
/** @typedef {{ captured: bigint, refunded: bigint, refunds: Refund[] }} Payment */

const check = bodyCheck("primer.refund");

const VERSIONS = ["2021-09-27", "2.0", "2.1", "2.2", "2.3", "2.4"];
/** Fields that came with 2.4. */
const NEW_FIELDS = ["transactionEventId", "expand"];

/**
 * @param {{ apiKey: string }} credentials
 * @param {import("./http.mjs").Context} context
 * @returns {(request: ReceivedRequest) => Reply}
 */
export function primer(credentials, context) {
  /** @type {Map<string, Payment>} */
  const payments = new Map();
  /** The payment each idempotency key was used for.
   * @type {Map<string, string>} */
  const usedKeys = new Map();
  let count = 0;

  return (request) => {
    count += 1;
    const [, segment] = /^\/payments\/([^/?#]+)\/refund$/.exec(request.path) ?? [];
    if (request.method !== "POST" || segment === undefined) return failure(404);
    if (request.headers["x-api-key"] !== credentials.apiKey) return failure(401);
    const version = String(request.headers["x-api-version"]);
    if (!VERSIONS.includes(version))
      return error(400, "UnknownApiVersion", "X-API-VERSION is missing or unknown.");
    if (mediaType(request) !== "application/json") return failure(415);
    const id = decodeSegment(segment);
    if (id === undefined) return unknownPayment();
    const body = parseJson(request.body);
    if (!body.ok) return error(400, "MalformedRequest", "The body is not JSON.");
    const errors = [...check(body.value).map(validationError), ...tooNew(body.value, version)];
    if (errors.length > 0) {
      // Primer's own example names the model of a capture here.
      const validationErrors = [{ model: "PaymentCaptureAPIRequest", errors }];
      return error(422, "RequestValidationError", "The request breaks its schema.", { validationErrors });
    }

    const key = request.headers["x-idempotency-key"]?.toString();
    const usedFor = key === undefined ? undefined : usedKeys.get(key);
    if (usedFor !== undefined) {
      const known = { paymentId: usedFor, paymentStatus: "SETTLED" };
      return error(
        409,
        "IdempotencyKeyAlreadyExists",
        `The idempotency key "${key}" was used before.`,
        known,
      );
    }
    return respond(id, key, parseKeepingNumbers(request.text));
  };

  /**
   * @param {string} id
   * @param {string | undefined} key
   * @param {RefundBody} body
   * @returns {Reply}
   */
  function respond(id, key, body) {
    /**
     * @param {string} processorStatus
     * @param {(answer: ReturnType<typeof describe>) => object} [change]
     */
    const refund = (processorStatus, change = (answer) => answer) => {
      const payment = paymentOf(id);
      const left = payment.captured - payment.refunded;
      if (left === 0n) return alreadyRefunded();
      const amount = body.amount === undefined ? left : integer(body.amount);
      if (amount < 1n || amount > left) return unprocessable(amount, left);
      // A refund that was declined has been processed all the same, so its key is used up.
      if (key !== undefined) usedKeys.set(key, id);
      if (processorStatus !== "DECLINED" && processorStatus !== "FAILED") payment.refunded += amount;
      payment.refunds.push({ processorStatus, reason: body.reason });
      return json(200, change(describe(id, payment, body)));
    };
    return play(scenarioOf(id), {
      proceed: () => refund("SETTLED"),
      failure,
      context,
      own: {
        declined: () => refund("DECLINED"),
        failed: () => refund("FAILED"),
        pending: () => refund("PENDING"),
        "unknown-outcome": () => refund("SOMETHING_NEW"),
        large: () => refund("SETTLED"),
        // Primer's examples write `type`, its real answers `transactionType`.
        "transaction-type": () =>
          refund("SETTLED", (answer) => ({ ...answer, transactions: answer.transactions.map(renamed) })),
        "no-refund": () => refund("SETTLED", (answer) => ({ ...answer, transactions: [sale(body)] })),
        "no-transactions": () => refund("SETTLED", (answer) => ({ ...answer, transactions: undefined })),
        mismatch: () => refund("SETTLED", (answer) => ({ ...answer, id: "another1" })),
        "error-in-200": () => error(200, "NoActionsToHandle", "There was nothing to do."),
        "unknown-payment": unknownPayment,
        "already-refunded": alreadyRefunded,
        limit: () =>
          error(409, "PaymentRequestLimitExceeded", "Too many requests for this payment have failed."),
      },
    });
  }

  /** An id nobody used before is a captured payment nothing was returned of.
   * @param {string} id */
  function paymentOf(id) {
    // The large one is beyond the integers that a double holds.
    const captured = id === "sandbox-large" ? 9007199254740993n : 10000n;
    const payment = payments.get(id) ?? { captured, refunded: 0n, refunds: [] };
    payments.set(id, payment);
    return payment;
  }

  /**
   * @param {number} status
   * @param {string} errorId
   * @param {string} description
   * @param {object} [more]
   */
  function error(status, errorId, description, more) {
    return json(status, { error: { errorId, description, diagnosticsId: `sandbox-${count}`, ...more } });
  }

  /** @param {number} status */
  function failure(status) {
    return error(status, `Status${status}`, `The sandbox answers ${status}.`);
  }

  function unknownPayment() {
    return error(400, "PaymentError", "There is no such payment.");
  }

  function alreadyRefunded() {
    return error(409, "PaymentAlreadyRefunded", "Nothing is left of this payment.");
  }

  /** That 0 ends here is our choice: the schema allows it, and nothing says what it does.
   * @param {bigint} amount
   * @param {bigint} left */
  function unprocessable(amount, left) {
    return error(422, "UnprocessableRefundAmount", `${amount} cannot be returned: from 1 to ${left} can.`);
  }
}

/** JSON writes the integer 250 also as 250.0 or 2.5e2; the schema has made sure that it is one.
 * @param {string} text */
function integer(text) {
  const { digits, scale } = decimal(text);
  return digits / 10n ** BigInt(scale);
}

/** @param {import("./body-check.mjs").BodyFault} fault */
function validationError({ jsonPath, message }) {
  return { path: jsonPath, description: `Value ${message}` };
}

/**
 * @param {unknown} body
 * @param {string} version
 */
function tooNew(body, version) {
  if (version === "2.4") return [];
  return NEW_FIELDS.filter((field) => Object.hasOwn(Object(body), field)).map((field) => ({
    path: `$.${field}`,
    description: `Value needs X-API-VERSION 2.4`,
  }));
}

const processor = {
  processorName: "SANDBOX",
  processorMerchantId: "acct_sandbox",
  processorTransactionId: "tx-1",
};

/** @param {RefundBody} body */
function sale(body) {
  const events = [{ id: "event-1", type: "CAPTURE_SUCCEEDED", final: true }];
  const expanded = body.expand?.includes("transactions.events") ? { events } : {};
  return { type: "SALE", processorStatus: "SETTLED", ...processor, cardTokenType: "CARD_PAN", ...expanded };
}

/**
 * The whole payment: `status` and `amount` are the payment's, and nothing tells two refunds of it apart.
 * @param {string} id
 * @param {Payment} payment
 * @param {RefundBody} body
 */
function describe(id, payment, body) {
  const refunds = payment.refunds.map((refund) => ({ type: "REFUND", ...processor, ...refund }));
  return {
    id,
    date: "2031-05-06T07:08:09.101112",
    dateUpdated: "2031-05-06T07:09:10.111213",
    status: "SETTLED",
    cardTokenType: "CARD_PAN",
    orderId: body.orderId ?? "order-of-the-payment",
    customerId: "customer-1",
    currencyCode: "EUR",
    amount: new NumberText(String(payment.captured)),
    order: { countryCode: "GB" },
    customer: { emailAddress: "someone@example.com" },
    metadata: { basket: 7 },
    paymentMethod: { paymentMethodType: "PAYMENT_CARD", paymentMethodData: { last4Digits: "4242" } },
    processor: {
      name: "SANDBOX",
      processorMerchantId: "acct_sandbox",
      amountCaptured: new NumberText(String(payment.captured)),
      amountRefunded: new NumberText(String(payment.refunded)),
    },
    transactions: [sale(body), ...refunds],
    riskData: { cvvCheck: { source: "PROCESSOR", result: "MATCHED" } },
  };
}

/** @param {{ type: string }} transaction */
function renamed({ type, ...rest }) {
  return { transactionType: type, ...rest };
}
