/*
 * Inputs: the body's fields by their documented names, path and header parameters beside them. An own property
 * that is `undefined` or `null` is an issue, never "absent": `{ amount: form.amount }` must not become a full
 * refund by accident.
 */

/** Worldpay's "Submit a payment partial refund request". */
export interface WorldpayPartialRefund {
  /** What names the payment, byte for byte from a link of the last response; percent-encoded already. */
  linkData: string;
  /** Your reference; not empty. Beyond 128 characters a warning says who refuses it; no limit is documented. */
  reference: string;
  value: WorldpayValue;
}

/** Worldpay's "Submit a payment partial settle request". */
export interface WorldpayPartialSettlement extends WorldpayPartialRefund {
  /** Which of how many expected settlements this is: 1 ≤ number ≤ total ≤ 2147483647. */
  sequence?: { number: number; total: number };
}

export interface WorldpayValue {
  /** ISO 4217, three upper-case letters. Where sources dispute its exponent, a warning says so. */
  currency: string;
  /** Minor units: 250 is £2.50. From 1 to 2147483647. */
  amount: number;
  /** Documented, though its text is about authorising a payment; leave it out. */
  acceptPartialAmount?: boolean;
}

/** Paywall's "Partial Payment Refund Process" for alternative payment methods. */
export interface PaywallApmPartialRefund {
  /** The UniqueCode of the payment, from the answer that created it; not empty. */
  UniqueCode: string;
  /** Major units, above 0. A decimal string is exact; a number is taken by its shortest decimal form. */
  Amount: string | number;
}

/** Primer's "Refund a payment". */
export interface PrimerRefund {
  /** The payment's id; percent-encoded once when it enters the path. */
  id: string;
  /** Sent as `X-Idempotency-Key`: made by you, new for every new refund, kept for its repeats. Visible ASCII. */
  idempotencyKey?: string;
  /** Minor units from 1 (700 is $7); absent or `"remaining"`: what is not refunded yet. */
  amount?: number | "remaining";
  /** The order id of the refund; absent: the payment's own. */
  orderId?: string;
  /** For your own records. */
  reason?: string;
  /** The one capture to refund, a UUID. API version 2.4 only. */
  transactionEventId?: string;
  /** What the answer is to hold beside the usual: `["transactions.events"]`. API version 2.4 only. */
  expand?: string[];
}

/** SimplePS's "Refund". */
export interface SimplepsRefund {
  /** Your id of the payment; percent-encoded once when it enters the path. */
  externalPaymentId: string;
  /**
   * Absent or `"full"`: the full captured amount, and no body is sent. What that means after an earlier partial
   * refund is not documented. `total`: major units above 0, a decimal string is exact.
   */
  amount?: "full" | { total: string | number; currency?: string };
}
