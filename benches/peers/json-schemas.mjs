// @ts-check
/** The answers as JSON Schema, which ajv and typebox both compile. */
import { DIGITS } from "../plain/texts.mjs";

const string = { type: "string" };
const integer = { type: ["integer", "string"], pattern: DIGITS.source };
const flag = { type: "boolean" };
const amount = { type: ["string", "number"] };

/** @param {string[]} names */
const texts = (...names) => Object.fromEntries(names.map((name) => [name, string]));
/** @param {object} properties */
const object = (properties) => ({ type: "object", properties });

const link = { ...object({ href: string, method: string }), required: ["href"] };
const WORLDPAY = {
  ...object({
    ...texts("outcome", "paymentId", "errorName", "message", "jsonPath", "headerName"),
    _links: object({ self: link }),
    _actions: { type: "object", additionalProperties: link },
    validationErrors: { type: "array", items: { $ref: "#/$defs/error" } },
  }),
  $defs: {
    error: object({
      ...texts("errorName", "message", "jsonPath", "headerName"),
      validationErrors: { type: "array", items: { $ref: "#/$defs/error" } },
    }),
  },
};

/** @type {Record<string, object>} */
export const ANSWERS = {
  "worldpay.partialRefund": WORLDPAY,
  "worldpay.partialSettlement": WORLDPAY,
  "paywall.apmPartialRefund": object({
    ErrorCode: integer,
    Result: flag,
    Message: string,
    Body: {
      anyOf: [
        { type: ["null", "string"] },
        object({
          ...texts("ApmKey", "UniqueCode", "MerchantUniqueCode"),
          ApmConnectionId: integer,
          ApmTransactionId: integer,
          Amount: amount,
        }),
      ],
    },
  }),
  "primer.refund": object({
    ...texts("id", "date", "dateUpdated", "status", "cardTokenType", "orderId", "currencyCode", "customerId"),
    amount: integer,
    transactions: {
      type: "array",
      items: object({
        ...texts("transactionType", "type", "date", "currencyCode", "processorStatus"),
        ...texts("processorName", "processorTransactionId", "reason"),
        amount: integer,
      }),
    },
    error: object({
      ...texts("errorId", "description", "recoverySuggestion", "diagnosticsId", "paymentId", "paymentStatus"),
      validationErrors: { type: "array" },
    }),
  }),
  "simpleps.refund": object({
    ...texts("paymentId", "parentPaymentId", "externalPaymentId", "created", "message", "authCode"),
    ...texts("issuerName", "issuerCountry", "cvcResult", "avsResult", "responseCode"),
    amount,
    approved: flag,
    automaticReversed: flag,
    status: amount,
    captured: flag,
    voided: flag,
  }),
};

/**
 * The issues of a JSON Schema validator: one for a field, where an `anyOf` has several.
 * @param {any[]} errors @param {(error: any) => string[]} members the members an error is about
 */
export function issuesOf(errors, members) {
  /** @type {import("../plain/rules.mjs").Issue[]} */
  const issues = [];
  const seen = new Set();
  for (const error of errors) {
    const at = error.instancePath;
    for (const name of members(error)) {
      const pointer = name === "" ? at : `${at}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
      if (seen.has(pointer)) continue;
      seen.add(pointer);
      const steps = pointer.split("/").slice(1);
      const path = steps.map((/** @type {string} */ step) =>
        step.replaceAll("~1", "/").replaceAll("~0", "~"),
      );
      issues.push({ code: error.keyword, path, pointer, message: error.message });
    }
  }
  return issues;
}
