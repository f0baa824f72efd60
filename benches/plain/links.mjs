// @ts-check
/** The links of a Worldpay answer: which of them may be followed, and the link data in them. */
import { LINK_DATA } from "./texts.mjs";

/** @type {Record<string, string>} */
const SEGMENTS = {
  settlePayment: "settlements",
  partiallySettlePayment: "partialSettlements",
  refundPayment: "refunds",
  partiallyRefundPayment: "partialRefunds",
  cancelPayment: "cancellations",
  partiallyCancelPayment: "partialCancellations",
  reversePayment: "reversals",
  increaseAuthorizedAmount: "incrementalAuthorizations",
  supply3dsDeviceData: "3dsDeviceData",
  complete3dsChallenge: "3dsChallenges",
};

/** @param {string} href @param {string} baseUrl @param {string | undefined} action */
function judged(href, baseUrl, action) {
  const start = `${baseUrl}/api/payments/`;
  if (!href.startsWith(start)) return { suspect: "the link leads elsewhere" };
  const [data = "", segment, ...more] = href.slice(start.length).split("/");
  if (!LINK_DATA.test(data) || more.length > 0) return { suspect: "the link is not of the documented form" };
  const expected = action === undefined ? undefined : SEGMENTS[action];
  if (action !== undefined && expected === undefined) return { suspect: "no segment belongs to this action" };
  return segment === expected ? { linkData: data } : { suspect: "the link ends in another action" };
}

/** @param {any} body @param {import("./request.mjs").Account} account */
export function linkDetails({ _links, _actions }, { baseUrl }) {
  /** @type {Record<string, unknown>} */
  const details = {};
  if (_links !== undefined) {
    const self = _links.self;
    details.links =
      self === undefined
        ? _links
        : { ..._links, self: { ...self, ...judged(self.href, baseUrl, undefined) } };
  }
  if (_actions !== undefined) {
    /** @type {Record<string, unknown>} */
    const actions = {};
    for (const [name, action] of Object.entries(_actions)) {
      const { href, method = "POST" } = /** @type {any} */ (action);
      actions[name] = { name, method, href, ...judged(href, baseUrl, name) };
    }
    details.actions = actions;
  }
  return details;
}
