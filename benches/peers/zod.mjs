// @ts-check
import * as z from "zod";
import { isAmount } from "../plain/amounts.mjs";
import { connector } from "../plain/connect.mjs";
import { CURRENCIES } from "../plain/currencies.mjs";
import { issue } from "../plain/rules.mjs";
import { DIGITS, FILLED, FREE, INT32, LINK_DATA, SEGMENT, TOKEN, UUID } from "../plain/texts.mjs";

/** @param {RegExp} form */
const text = (form) => z.string().regex(form);
const currency = () => z.string().refine((/** @type {string} */ code) => CURRENCIES.has(code));
const amount = () => z.union([z.string(), z.number()]).refine(isAmount);
const count = () => z.int().min(1).max(INT32);
const value = () =>
  z.strictObject({
    currency: currency(),
    amount: count(),
    acceptPartialAmount: z.exactOptional(z.boolean()),
  });

/** @param {any} schema */
const checker = (schema) => (/** @type {unknown} */ input) => {
  const result = schema.safeParse(input);
  if (result.success) return [];
  return result.error.issues.flatMap((/** @type {any} */ { code, path, message, keys }) =>
    keys
      ? keys.map((/** @type {string} */ key) => issue(code, [...path, key], message))
      : issue(code, path, message),
  );
};

/** @param {any} schema */
const reader = (schema) => (/** @type {unknown} */ answer) => schema.safeParse(answer).success;

/** @param {string[]} names */
const texts = (...names) => Object.fromEntries(names.map((name) => [name, z.string().optional()]));

const integer = () => z.union([z.int(), text(DIGITS)]).optional();

const link = () => z.looseObject({ href: z.string(), method: z.string().optional() });
/** @type {() => any} */
const worldpayError = () =>
  z.looseObject({
    ...texts("errorName", "message", "jsonPath", "headerName"),
    get validationErrors() {
      return z.array(worldpayError()).optional();
    },
  });
const worldpay = () =>
  reader(
    z.looseObject({
      ...texts("outcome", "paymentId", "errorName", "message", "jsonPath", "headerName"),
      _links: z.looseObject({ self: link().optional() }).optional(),
      _actions: z.record(z.string(), link()).optional(),
      validationErrors: z.array(worldpayError()).optional(),
    }),
  );

export const connect = connector({
  inputs: {
    "worldpay.partialRefund": () =>
      checker(z.strictObject({ linkData: text(LINK_DATA), reference: text(FILLED), value: value() })),
    "worldpay.partialSettlement": () =>
      checker(
        z.strictObject({
          linkData: text(LINK_DATA),
          reference: text(FILLED),
          sequence: z.exactOptional(z.strictObject({ number: count(), total: count() })),
          value: value(),
        }),
      ),
    "paywall.apmPartialRefund": () => checker(z.strictObject({ UniqueCode: text(FILLED), Amount: amount() })),
    "primer.refund": () =>
      checker(
        z.strictObject({
          id: text(SEGMENT),
          idempotencyKey: z.exactOptional(text(TOKEN)),
          amount: z.exactOptional(z.union([z.int().min(1), z.literal("remaining")])),
          orderId: z.exactOptional(text(FREE)),
          reason: z.exactOptional(text(FREE)),
          transactionEventId: z.exactOptional(text(UUID)),
          expand: z.exactOptional(z.array(text(FREE))),
        }),
      ),
    "simpleps.refund": () => {
      const externalPaymentId = text(SEGMENT);
      const whole = checker(
        z.strictObject({ externalPaymentId, amount: z.exactOptional(z.literal("full")) }),
      );
      const part = checker(
        z.strictObject({
          externalPaymentId,
          amount: z.strictObject({ total: amount(), currency: z.exactOptional(currency()) }),
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
        z.looseObject({
          ErrorCode: integer(),
          Result: z.boolean().optional(),
          Message: z.string().optional(),
          Body: z
            .union([
              z.null(),
              z.string(),
              z.looseObject({
                ...texts("ApmKey", "UniqueCode", "MerchantUniqueCode"),
                ApmConnectionId: integer(),
                ApmTransactionId: integer(),
                Amount: z.union([z.string(), z.number()]).optional(),
                ProviderDummyResponse: z.unknown().optional(),
              }),
            ])
            .optional(),
        }),
      ),
    "primer.refund": () =>
      reader(
        z.looseObject({
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
          transactions: z
            .array(
              z.looseObject({
                ...texts("transactionType", "type", "date", "currencyCode", "processorStatus"),
                ...texts("processorName", "processorTransactionId", "reason"),
                amount: integer(),
              }),
            )
            .optional(),
          error: z
            .looseObject({
              ...texts("errorId", "description", "recoverySuggestion", "diagnosticsId"),
              ...texts("paymentId", "paymentStatus"),
              validationErrors: z.array(z.unknown()).optional(),
            })
            .optional(),
        }),
      ),
    "simpleps.refund": () =>
      reader(
        z.looseObject({
          ...texts("paymentId", "parentPaymentId", "externalPaymentId", "created", "message", "authCode"),
          ...texts("issuerName", "issuerCountry", "cvcResult", "avsResult", "responseCode"),
          amount: z.union([z.string(), z.number()]).optional(),
          approved: z.boolean().optional(),
          automaticReversed: z.boolean().optional(),
          status: z.union([z.string(), z.number()]).optional(),
          captured: z.boolean().optional(),
          voided: z.boolean().optional(),
        }),
      ),
  },
});
