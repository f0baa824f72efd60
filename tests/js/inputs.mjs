// @ts-check
// An account and an input of every operation, each with every field. Nothing of a runtime is imported.

/** With credentials that occur nowhere else. */
export const accounts = {
  worldpay: {
    provider: "worldpay",
    environment: "try",
    username: "example-user",
    password: "example-password",
  },
  paywall: {
    provider: "paywall",
    environment: "test",
    apiKeyPublic: "example-key",
    apiClientPublic: "example-client",
  },
  primer: { provider: "primer", environment: "sandbox", apiKey: "example-api-key" },
  simpleps: { provider: "simpleps", environment: "sandbox", accessToken: "example-token" },
};

const worldpay = {
  linkData: "eyJrIjoiazEifQ%3D%3D.abc%2Bdef",
  reference: "refund-1",
  value: { currency: "GBP", amount: 250, acceptPartialAmount: false },
};

/** @type {Record<string, Record<string, any>>} */
export const inputs = {
  "worldpay.partialRefund": worldpay,
  "worldpay.partialSettlement": { ...worldpay, sequence: { number: 1, total: 3 } },
  "paywall.apmPartialRefund": { UniqueCode: "code-1", Amount: "12.50" },
  "primer.refund": {
    id: "payment-1",
    idempotencyKey: "key-1",
    amount: 700,
    orderId: "order-1",
    reason: "late",
    transactionEventId: "0190f3a2-1111-7abc-8def-0123456789ab",
    expand: ["transactions.events"],
  },
  "simpleps.refund": { externalPaymentId: "payment-1", amount: { total: "25.00", currency: "USD" } },
};
