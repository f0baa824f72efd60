// @ts-check
import * as v from "valibot";
import { isAmount } from "../plain/amounts.mjs";
import { connector } from "../plain/connect.mjs";
import { CURRENCIES } from "../plain/currencies.mjs";
import { issue } from "../plain/rules.mjs";
import { DIGITS, FILLED, FREE, INT32, LINK_DATA, SEGMENT, TOKEN, UUID } from "../plain/texts.mjs";

/** @param {RegExp} form */
const text = (form) => v.pipe(v.string(), v.regex(form));
const currency = () =>
  v.pipe(
    v.string(),
    v.check((/** @type {string} */ code) => CURRENCIES.has(code)),
  );
const amount = () => v.pipe(v.union([v.string(), v.number()]), v.check(isAmount));
const count = () => v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(INT32));
/** `strictObject` names the first unknown field alone. @param {object} entries */
const strict = (entries) => v.objectWithRest(entries, v.never());
const value = () =>
  strict({ currency: currency(), amount: count(), acceptPartialAmount: v.exactOptional(v.boolean()) });

/** @param {any} schema */
const checker = (schema) => (/** @type {unknown} */ input) => {
  const { issues } = v.safeParse(schema, input);
  if (!issues) return [];
  return issues.map((/** @type {any} */ { type, path, message }) =>
    issue(type, path?.map((/** @type {any} */ { key }) => key) ?? [], message),
  );
};

/** @param {any} schema */
const reader = (schema) => (/** @type {unknown} */ answer) => v.safeParse(schema, answer).success;

/** @param {string[]} names */
const texts = (...names) => Object.fromEntries(names.map((name) => [name, v.optional(v.string())]));
const integer = () => v.optional(v.union([v.pipe(v.number(), v.safeInteger()), text(DIGITS)]));
const flag = () => v.optional(v.boolean());

const link = () => v.looseObject({ href: v.string(), method: v.optional(v.string()) });
/** @type {any} */
const worldpayError = v.looseObject({
  ...texts("errorName", "message", "jsonPath", "headerName"),
  validationErrors: v.optional(v.array(v.lazy(() => worldpayError))),
});
const worldpay = () =>
  reader(
    v.looseObject({
      ...texts("outcome", "paymentId", "errorName", "message", "jsonPath", "headerName"),
      _links: v.optional(v.looseObject({ self: v.optional(link()) })),
      _actions: v.optional(v.record(v.string(), link())),
      validationErrors: v.optional(v.array(worldpayError)),
    }),
  );

export const connect = connector({
  inputs: {
    "worldpay.partialRefund": () =>
      checker(strict({ linkData: text(LINK_DATA), reference: text(FILLED), value: value() })),
    "worldpay.partialSettlement": () =>
      checker(
        strict({
          linkData: text(LINK_DATA),
          reference: text(FILLED),
          sequence: v.exactOptional(strict({ number: count(), total: count() })),
          value: value(),
        }),
      ),
    "paywall.apmPartialRefund": () => checker(strict({ UniqueCode: text(FILLED), Amount: amount() })),
    "primer.refund": () =>
      checker(
        strict({
          id: text(SEGMENT),
          idempotencyKey: v.exactOptional(text(TOKEN)),
          amount: v.exactOptional(
            v.union([v.pipe(v.number(), v.safeInteger(), v.minValue(1)), v.literal("remaining")]),
          ),
          orderId: v.exactOptional(text(FREE)),
          reason: v.exactOptional(text(FREE)),
          transactionEventId: v.exactOptional(text(UUID)),
          expand: v.exactOptional(v.array(text(FREE))),
        }),
      ),
    "simpleps.refund": () => {
      const externalPaymentId = text(SEGMENT);
      const whole = checker(strict({ externalPaymentId, amount: v.exactOptional(v.literal("full")) }));
      const part = checker(
        strict({
          externalPaymentId,
          amount: strict({ total: amount(), currency: v.exactOptional(currency()) }),
        }),
      );
      return (input) =>
        typeof (/** @type {any} */ (input)?.amount) === "object" ? part(input) : whole(input);
    },
  },
  answers: {
    "worldpay.partialRefund": worldpay,
    "worldpay.partialSettlement": worldpay,
    "paywall.apmPartialRefund": () =>
      reader(
        v.looseObject({
          ErrorCode: integer(),
          Result: flag(),
          Message: v.optional(v.string()),
          Body: v.optional(
            v.union([
              v.null(),
              v.string(),
              v.looseObject({
                ...texts("ApmKey", "UniqueCode", "MerchantUniqueCode"),
                ApmConnectionId: integer(),
                ApmTransactionId: integer(),
                Amount: v.optional(v.union([v.string(), v.number()])),
                ProviderDummyResponse: v.optional(v.unknown()),
              }),
            ]),
          ),
        }),
      ),
    "primer.refund": () =>
      reader(
        v.looseObject({
          ...texts(
            "id",
            "date",
            "dateUpdated",
            "status",
            "cardTokenType",
            "orderId",
            "currencyCode",
            "customerId",
          ),
          amount: integer(),
          transactions: v.optional(
            v.array(
              v.looseObject({
                ...texts("transactionType", "type", "date", "currencyCode", "processorStatus"),
                ...texts("processorName", "processorTransactionId", "reason"),
                amount: integer(),
              }),
            ),
          ),
          error: v.optional(
            v.looseObject({
              ...texts("errorId", "description", "recoverySuggestion", "diagnosticsId"),
              ...texts("paymentId", "paymentStatus"),
              validationErrors: v.optional(v.array(v.unknown())),
            }),
          ),
        }),
      ),
    "simpleps.refund": () =>
      reader(
        v.looseObject({
          ...texts("paymentId", "parentPaymentId", "externalPaymentId", "created", "message", "authCode"),
          ...texts("issuerName", "issuerCountry", "cvcResult", "avsResult", "responseCode"),
          amount: v.optional(v.union([v.string(), v.number()])),
          approved: flag(),
          automaticReversed: flag(),
          status: v.optional(v.union([v.string(), v.number()])),
          captured: flag(),
          voided: flag(),
        }),
      ),
  },
});
