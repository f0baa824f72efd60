// @ts-check
import { Type } from "typebox";
import { Compile } from "typebox/compile";
import { Settings } from "typebox/system";
import { isAmount } from "../plain/amounts.mjs";
import { connector } from "../plain/connect.mjs";
import { CURRENCIES } from "../plain/currencies.mjs";
import { FILLED, FREE, INT32, LINK_DATA, SEGMENT, TOKEN, UUID } from "../plain/texts.mjs";
import { ANSWERS, issuesOf } from "./json-schemas.mjs";

/** @param {RegExp} pattern */
const text = (pattern) => Type.String({ pattern });
/** @param {object} properties */
const strict = (properties) => Type.Object(properties, { additionalProperties: false });
/** @param {object} type */
const optional = (type) => Type.Optional(type);
const count = () => Type.Integer({ minimum: 1, maximum: INT32 });
const currency = () =>
  Type.Refine(
    Type.String(),
    (/** @type {string} */ code) => CURRENCIES.has(code),
    () => "must be known",
  );
const amount = () => Type.Refine(Type.Unknown(), isAmount, () => "must be an amount above zero");
const value = () =>
  strict({ currency: currency(), amount: count(), acceptPartialAmount: optional(Type.Boolean()) });

/** @param {any} error */
const members = ({ keyword, params }) => {
  if (keyword === "required") return params.requiredProperties;
  return keyword === "additionalProperties" ? params.additionalProperties : [""];
};

/** @param {object} type */
function compiled(type) {
  // An own property that is `undefined` is no absent one; more than eight issues are all of them, too.
  Settings.Set({ exactOptionalPropertyTypes: true, maxErrors: 1000 });
  return Compile(type);
}

/** @param {object} type */
function checker(type) {
  const schema = compiled(type);
  return (/** @type {unknown} */ input) =>
    schema.Check(input) ? [] : issuesOf(schema.Errors(input), members);
}

export const connect = connector({
  inputs: {
    "worldpay.partialRefund": () =>
      checker(strict({ linkData: text(LINK_DATA), reference: text(FILLED), value: value() })),
    "worldpay.partialSettlement": () =>
      checker(
        strict({
          linkData: text(LINK_DATA),
          reference: text(FILLED),
          sequence: optional(strict({ number: count(), total: count() })),
          value: value(),
        }),
      ),
    "paywall.apmPartialRefund": () => checker(strict({ UniqueCode: text(FILLED), Amount: amount() })),
    "primer.refund": () =>
      checker(
        strict({
          id: text(SEGMENT),
          idempotencyKey: optional(text(TOKEN)),
          amount: optional(
            Type.Union([
              Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
              Type.Literal("remaining"),
            ]),
          ),
          orderId: optional(text(FREE)),
          reason: optional(text(FREE)),
          transactionEventId: optional(text(UUID)),
          expand: optional(Type.Array(text(FREE))),
        }),
      ),
    "simpleps.refund": () => {
      const externalPaymentId = text(SEGMENT);
      const whole = checker(strict({ externalPaymentId, amount: optional(Type.Literal("full")) }));
      const part = checker(
        strict({ externalPaymentId, amount: strict({ total: amount(), currency: optional(currency()) }) }),
      );
      return (input) =>
        typeof (/** @type {any} */ (input)?.amount) === "object" ? part(input) : whole(input);
    },
  },
  answers: Object.fromEntries(
    Object.entries(ANSWERS).map(([id, schema]) => [
      id,
      () => {
        const type = compiled(schema);
        return (/** @type {unknown} */ answer) => type.Check(answer);
      },
    ]),
  ),
});
