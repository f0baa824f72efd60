// @ts-check
// Paywall: APM partial refund, after Paywall's page 'Partial Refund' of its alternative payment methods.
//
// The page shows no failing answer. That a refused refund comes as HTTP 200 with Result false follows
// Paywall's .NET SDK, which throws on every other status before it reads the envelope. The statuses 400, 401,
// 404 and 415 are our choice, and so are the codes in them: the SDK has codes that look like HTTP statuses.

import { bodyCheck } from "./body-check.mjs";
import { decimal, minus } from "./decimal.mjs";
import { json, mediaType, NumberText, parseJson, parseKeepingNumbers } from "./http.mjs";
import { play, scenarioOf } from "./scenarios.mjs";

/** @typedef {import("./http.mjs").Reply} Reply */
/** @typedef {import("./http.mjs").ReceivedRequest} ReceivedRequest */

const check = bodyCheck("paywall.apmPartialRefund");

/** What every payment is worth. A UniqueCode nobody used before is a payment nothing was returned of. */
const PAID = decimal("1000.00");

/** Numbered as in the SDK. Paywall's page of error codes numbers differently from 1 on, but agrees on 2. */
const CODES = { invalidData: 2, headerMissing: 4, moreThanTheTransaction: 373 };

/**
 * @param {{ apiKeyPublic: string, apiClientPublic: string }} credentials
 * @param {import("./http.mjs").Context} context
 * @returns {(request: ReceivedRequest) => Reply}
 */
export function paywall(credentials, context) {
  /** @type {Map<string, import("./decimal.mjs").Decimal>} */
  const remaining = new Map();
  let transactions = 0;

  return (request) => {
    if (request.method !== "POST" || request.path !== "/api/paywall/apm/refund/partial") return failure(404);
    const { apikeypublic, apiclientpublic } = request.headers;
    if (apikeypublic === undefined || apiclientpublic === undefined) {
      return json(401, envelope(CODES.headerMissing, "A key header is missing."));
    }
    if (apikeypublic !== credentials.apiKeyPublic || apiclientpublic !== credentials.apiClientPublic) {
      return failure(401);
    }
    if (mediaType(request) !== "application/json") return failure(415);
    const body = parseJson(request.body);
    if (!body.ok) return failure(400);
    const faults = check(body.value);
    if (faults.length > 0) {
      const list = faults.map(({ jsonPath, message }) => `${jsonPath} ${message}`).join("; ");
      return refused(CODES.invalidData, list);
    }

    const { UniqueCode, Amount } = parseKeepingNumbers(request.text);
    const scenario = scenarioOf(UniqueCode);
    const [, code] = /^code-(-?\d+)$/.exec(scenario ?? "") ?? [];
    return play(scenario, {
      proceed: () => refund(UniqueCode, Amount),
      failure,
      context,
      own: {
        ...(code !== undefined && {
          [`code-${code}`]: () => refused(Number(code), "Refused as the test asked."),
        }),
        "unknown-outcome": () => refused(987654, "A code that no table holds."),
        // The two halves of success contradict each other.
        "zero-false": () => json(200, { ...envelope(0, ""), Result: false }),
        "nonzero-true": () => json(200, { ...envelope(5, ""), Result: true }),
        // Other shapes of a success: the page shows the string, other Paywall pages the null and the message.
        "body-string": () => json(200, { ErrorCode: 0, Result: true, Message: "", Body: "1.0.0" }),
        "body-null": () => json(200, { ErrorCode: 0, Result: true, Message: "Success", Body: null }),
        mismatch: () => json(200, succeeded("another-code", "0.01")),
      },
    });
  };

  /**
   * @param {string} uniqueCode
   * @param {string} amount
   * @returns {Reply}
   */
  function refund(uniqueCode, amount) {
    const left = minus(remaining.get(uniqueCode) ?? PAID, decimal(amount));
    if (left.digits < 0n)
      return refused(CODES.moreThanTheTransaction, "The amount is more than what is left.");
    // Nothing identifies a refund, so the same request twice is two refunds.
    remaining.set(uniqueCode, left);
    return json(200, succeeded(masked(uniqueCode), amount));
  }

  /**
   * @param {string} uniqueCode
   * @param {string} amount
   */
  function succeeded(uniqueCode, amount) {
    transactions += 1;
    return {
      ErrorCode: 0,
      Result: true,
      Message: "",
      Body: {
        ApmKey: "SandboxWallet",
        ApmConnectionId: 3,
        ApmTransactionId: transactions,
        UniqueCode: uniqueCode,
        MerchantUniqueCode: "sandbox-basket-1",
        Amount: new NumberText(amount),
        ProviderDummyResponse: {
          ErrorCode: 0,
          Body: {
            ResponseCode: 0,
            // Beyond ASCII and beyond a double: providers behind Paywall answer what they like.
            ResponseMessage: "İade alındı",
            TransactionId: new NumberText("9007199254740993"),
          },
          HttpCode: 200,
        },
      },
    };
  }
}

/** The page shows the end of the code as asterisks.
 * @param {string} uniqueCode */
function masked(uniqueCode) {
  const characters = [...uniqueCode];
  const shown = Math.floor(characters.length * 0.75);
  return characters.map((character, index) => (index < shown ? character : "*")).join("");
}

/**
 * @param {number} code
 * @param {string} message
 */
function envelope(code, message) {
  return { ErrorCode: code, Result: false, Message: message, Body: null };
}

/**
 * @param {number} code
 * @param {string} message
 */
function refused(code, message) {
  return json(200, envelope(code, message));
}

/** @param {number} status */
function failure(status) {
  return json(status, envelope(status, `The sandbox answers ${status}.`));
}
