// @ts-check
/** Builds the five requests of checked inputs, as a team would by hand. */
import { amountText } from "./amounts.mjs";

/** @typedef {{ baseUrl: string, credentials: Record<string, string> }} Account */
/** @typedef {{ method: "POST", url: string, headers: Record<string, string>, body?: string, redirect: "manual" }} Request */

const HOSTS = {
  worldpay: { try: "https://try.access.worldpay.com", live: "https://access.worldpay.com" },
  paywall: { test: "https://dev-payment-api.itspaywall.com", live: "https://payment-api.itspaywall.com" },
  primer: { sandbox: "https://api.sandbox.primer.io", production: "https://api.primer.io" },
  simpleps: { sandbox: "https://sandbox-gw.simpleps.com", production: "https://gw.simpleps.com" },
};

/** @param {string} text */
const base64 = (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));

/** @type {Record<string, (account: any) => Record<string, string>>} */
const CREDENTIALS = {
  worldpay: ({ username, password }) => ({ Authorization: `Basic ${base64(`${username}:${password}`)}` }),
  paywall: (account) => ({ apikeypublic: account.apiKeyPublic, apiclientpublic: account.apiClientPublic }),
  primer: ({ apiKey }) => ({ "X-API-KEY": apiKey }),
  simpleps: ({ accessToken }) => ({ Authorization: `Bearer ${accessToken}` }),
};

/** @param {string} provider @param {any} account @returns {Account} */
export function connectAccount(provider, account) {
  const { environment, ...credentials } = account;
  const hosts = /** @type {any} */ (HOSTS)[provider];
  return {
    baseUrl: hosts[environment],
    credentials: Object.keys(credentials).length > 0 ? (CREDENTIALS[provider]?.(account) ?? {}) : {},
  };
}

/** One path segment of any text. @param {string} text */
function segment(text) {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** @param {any} value */
const money = ({ currency, amount, acceptPartialAmount }) => ({ currency, amount, acceptPartialAmount });

const JSON_TYPE = { "Content-Type": "application/json" };
const WORLDPAY = { ...JSON_TYPE, "WP-Api-Version": "2024-06-01" };
const PRIMER = { ...JSON_TYPE, "X-API-VERSION": "2.4" };

/** @type {Record<string, (account: Account, input: any) => Request>} */
export const BUILD = {
  "worldpay.partialRefund": ({ baseUrl, credentials }, { linkData, reference, value }) => ({
    method: "POST",
    url: `${baseUrl}/api/payments/${linkData}/partialRefunds`,
    headers: { ...WORLDPAY, ...credentials },
    body: JSON.stringify({ reference, value: money(value) }),
    redirect: "manual",
  }),
  "worldpay.partialSettlement": ({ baseUrl, credentials }, { linkData, reference, sequence, value }) => ({
    method: "POST",
    url: `${baseUrl}/api/payments/${linkData}/partialSettlements`,
    headers: { ...WORLDPAY, ...credentials },
    body: JSON.stringify({
      reference,
      sequence: sequence && { number: sequence.number, total: sequence.total },
      value: money(value),
    }),
    redirect: "manual",
  }),
  "paywall.apmPartialRefund": ({ baseUrl, credentials }, { UniqueCode, Amount }) => ({
    method: "POST",
    url: `${baseUrl}/api/paywall/apm/refund/partial`,
    headers: { ...JSON_TYPE, ...credentials },
    // JSON.stringify would write 12.50 as 12.5.
    body: `{"UniqueCode":${JSON.stringify(UniqueCode)},"Amount":${amountText(Amount)}}`,
    redirect: "manual",
  }),
  "primer.refund": ({ baseUrl, credentials }, input) => {
    const { id, idempotencyKey, amount, orderId, reason, transactionEventId, expand } = input;
    const key = idempotencyKey === undefined ? undefined : { "X-Idempotency-Key": idempotencyKey };
    return {
      method: "POST",
      url: `${baseUrl}/payments/${segment(id)}/refund`,
      headers: { ...PRIMER, ...key, ...credentials },
      body: JSON.stringify({
        amount: amount === "remaining" ? undefined : amount,
        orderId,
        reason,
        transactionEventId,
        expand,
      }),
      redirect: "manual",
    };
  },
  "simpleps.refund": ({ baseUrl, credentials }, { externalPaymentId, amount }) => {
    const url = `${baseUrl}/payments/${segment(externalPaymentId)}/refund`;
    const headers = { ...JSON_TYPE, ...credentials };
    if (amount === undefined || amount === "full")
      return { method: "POST", url, headers, redirect: "manual" };
    const currency = amount.currency === undefined ? "" : `,"currency":${JSON.stringify(amount.currency)}`;
    const body = `{"amount":{"total":${amountText(amount.total)}${currency}}}`;
    return { method: "POST", url, headers, body, redirect: "manual" };
  },
};
