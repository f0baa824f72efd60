// @ts-check
import { Ajv2020 } from "ajv/dist/2020.js";
import { isAmount } from "../plain/amounts.mjs";
import { connector } from "../plain/connect.mjs";
import { CURRENCIES } from "../plain/currencies.mjs";
import { issue } from "../plain/rules.mjs";
import { FILLED, FREE, INT32, LINK_DATA, SEGMENT, TOKEN, UUID } from "../plain/texts.mjs";
import { ANSWERS, issuesOf } from "./json-schemas.mjs";

/** @type {any} */
let shared;
function ajv() {
  if (shared) return shared;
  shared = new Ajv2020({ allErrors: true, strict: false });
  shared.addFormat("currency", {
    type: "string",
    validate: (/** @type {string} */ code) => CURRENCIES.has(code),
  });
  shared.addKeyword({ keyword: "isAmount", schema: false, errors: false, validate: isAmount });
  return shared;
}

/** @param {RegExp} form */
const text = ({ source: pattern }) => ({ type: "string", pattern });
const currency = { type: "string", format: "currency" };
const amount = { isAmount: true };
const count = { type: "integer", minimum: 1, maximum: INT32 };
/** @param {object} properties @param {string[]} required */
const strict = (properties, ...required) => ({
  type: "object",
  properties,
  required,
  additionalProperties: false,
});
const value = strict(
  { currency, amount: count, acceptPartialAmount: { type: "boolean" } },
  ...["currency", "amount"],
);

/** A property that is `undefined` is absent to ajv. @param {any} input @param {(string | number)[]} path @param {any[]} found */
function findUndefined(input, path, found) {
  for (const key in input) {
    const inner = input[key];
    if (inner === undefined) found.push(issue("undefined", [...path, key], "must not be undefined"));
    else if (typeof inner === "object" && inner !== null) findUndefined(inner, [...path, key], found);
  }
  return found;
}

/** @param {any} error */
const members = ({ params }) => [params.missingProperty ?? params.additionalProperty ?? ""];

/** @param {object} schema */
function checker(schema) {
  const validate = ajv().compile(schema);
  return (/** @type {unknown} */ input) => {
    const undefineds = typeof input === "object" && input !== null ? findUndefined(input, [], []) : [];
    if (validate(input)) return undefineds;
    const missing = new Set(undefineds.map(({ pointer }) => pointer));
    return [
      ...undefineds,
      ...issuesOf(validate.errors, members).filter(({ pointer }) => !missing.has(pointer)),
    ];
  };
}

export const connect = connector({
  inputs: {
    "worldpay.partialRefund": () =>
      checker(
        strict(
          { linkData: text(LINK_DATA), reference: text(FILLED), value },
          ...["linkData", "reference", "value"],
        ),
      ),
    "worldpay.partialSettlement": () =>
      checker(
        strict(
          {
            linkData: text(LINK_DATA),
            reference: text(FILLED),
            sequence: strict({ number: count, total: count }, "number", "total"),
            value,
          },
          ...["linkData", "reference", "value"],
        ),
      ),
    "paywall.apmPartialRefund": () =>
      checker(strict({ UniqueCode: text(FILLED), Amount: amount }, "UniqueCode", "Amount")),
    "primer.refund": () =>
      checker(
        strict(
          {
            id: text(SEGMENT),
            idempotencyKey: text(TOKEN),
            amount: {
              anyOf: [
                { type: "integer", minimum: 1, maximum: Number.MAX_SAFE_INTEGER },
                { const: "remaining" },
              ],
            },
            orderId: text(FREE),
            reason: text(FREE),
            transactionEventId: text(UUID),
            expand: { type: "array", items: text(FREE) },
          },
          "id",
        ),
      ),
    "simpleps.refund": () => {
      const externalPaymentId = text(SEGMENT);
      const whole = checker(strict({ externalPaymentId, amount: { const: "full" } }, "externalPaymentId"));
      const part = checker(
        strict(
          { externalPaymentId, amount: strict({ total: amount, currency }, "total") },
          ...["externalPaymentId", "amount"],
        ),
      );
      return (input) =>
        typeof (/** @type {any} */ (input)?.amount) === "object" ? part(input) : whole(input);
    },
  },
  answers: Object.fromEntries(
    Object.entries(ANSWERS).map(([id, schema]) => [id, () => ajv().compile(schema)]),
  ),
});
