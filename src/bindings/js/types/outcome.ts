import type { Issue } from "./issue.js";

/**
 * What an answer means.
 *
 * - `accepted`: the provider has taken the request; the money is not known to have moved yet
 * - `completed`: the provider says that it is done
 * - `declined`: the provider understood the request and said no
 * - `rejected`: the provider refused the request as wrong; `issues` holds the provider's field errors at your paths
 * - `duplicate`: a request with the same idempotency key was processed before
 * - `throttled`: too many requests, this one was turned away
 * - `unknown`: nobody can tell from this answer whether the money moves
 */
export type Outcome<Details> =
  | ({ kind: "accepted" } & Read<Details>)
  | ({ kind: "completed" } & Read<Details>)
  | ({ kind: "rejected"; reason: Reason; issues: Issue[] } & Read<Details>)
  | ({ kind: "declined"; reason: Reason } & Read<Details>)
  | ({ kind: "duplicate"; reason: Reason } & Read<Details>)
  | ({ kind: "throttled"; reason: Reason } & Read<Details>)
  | ({ kind: "unknown"; reason: Reason } & Read<Details>);

export interface Read<Details> {
  provider: string;
  operation: string;
  /** `null` where no answer arrived. */
  httpStatus: number | null;
  /** What names the exchange to the provider's support: Worldpay's `WP-CorrelationId`, Primer's `diagnosticsId`. */
  correlationId?: string;
  /**
   * The documented response fields, decoded. What the provider left out is absent; what the document does not
   * name, or names with another type, is in `other`. Amounts in major units are exact decimal strings; integers
   * beyond 2^53 - 1 and, in `other`, all numbers with a fraction are strings.
   */
  details: Partial<Details> & { other?: Record<string, unknown> };
  /** Echoed values that differ from what was sent; filled only when the input is given. */
  mismatches: { field: string; sent: string; received: string }[];
  /** May it be sent again? `afterSeconds`: how long the provider asks to wait. */
  retry: RetryAdvice;
  /** The raw body text; not enumerable, so that it is not logged by accident. */
  readonly body: string;
}

/**
 * - `resend`: yes, as it is
 * - `resend-same-key`: yes, with the same idempotency key
 * - `query-first`: only after the provider was asked what became of the first one
 * - `fix-first`: only after its cause is mended
 * - `never`: no
 */
export interface RetryAdvice {
  advice: "resend" | "resend-same-key" | "query-first" | "fix-first" | "never";
  afterSeconds?: number;
  /** The reason; says so where it rests on a provider's silence. */
  because: string;
}

/** The provider's own word where it gave one, else ours: `no_response`, `truncated`, `http_503`, `not_json` … */
export interface Reason {
  code: string;
  message: string;
}

/** What Worldpay documents in its answers. */
export interface WorldpayDetails {
  outcome: string;
  paymentId: string;
  links: { self?: Link };
  /** The next steps on offer, by name. A step that is absent is not allowed now. */
  actions: Record<string, Action>;
  errorName: string;
  message: string;
  jsonPath: string;
  headerName: string;
  validationErrors: WorldpayError[];
}

export interface WorldpayError {
  errorName?: string;
  message?: string;
  jsonPath?: string;
  headerName?: string;
  validationErrors?: WorldpayError[];
}

export interface Link {
  href: string;
  /** The link's link data, ready to be the `linkData` of an input. */
  linkData?: string;
  /** Why this link must not be used: a foreign origin, or an end that does not belong to its name. */
  suspect?: string;
  /** What the document does not name. */
  other?: Record<string, unknown>;
}

export interface Action extends Link {
  name: string;
  method: string;
}

/** What Paywall documents in its answers. */
export interface PaywallDetails {
  /** 0 for success. Two published tables number the others differently: show `Message`, do not switch on it. */
  ErrorCode: number;
  Result: boolean;
  Message: string;
  Body: null | string | PaywallBody;
}

export interface PaywallBody {
  ApmKey?: string;
  ApmConnectionId?: number;
  ApmTransactionId?: number;
  /** May be masked with `*`. */
  UniqueCode?: string;
  MerchantUniqueCode?: string;
  /** Major units, an exact decimal string. */
  Amount?: string;
  ProviderDummyResponse?: unknown;
  other?: Record<string, unknown>;
}

/** What Primer documents in its answers: the payment, not the refund. */
export interface PrimerDetails {
  id: string;
  /** UTC without a zone suffix, as Primer writes it. */
  date: string;
  dateUpdated: string;
  /** The payment's status; it says nothing about the refund. */
  status: string;
  cardTokenType: string;
  orderId: string;
  customerId: string;
  currencyCode: string;
  /** The payment's amount in minor units. */
  amount: number | string;
  order: unknown;
  customer: unknown;
  metadata: unknown;
  paymentMethod: unknown;
  processor: unknown;
  requiredAction: unknown;
  statusReason: unknown;
  transactions: PrimerTransaction[];
  riskData: unknown;
  error: PrimerError;
}

export interface PrimerError {
  errorId?: string;
  description?: string;
  recoverySuggestion?: string;
  diagnosticsId?: string;
  paymentId?: string;
  paymentStatus?: string;
  validationErrors?: unknown[];
  other?: Record<string, unknown>;
}

export interface PrimerTransaction {
  /** From `transactionType` or `type`, whichever Primer sent: `"SALE"`, `"REFUND"`. */
  kind?: string;
  date?: string;
  amount?: number | string;
  currencyCode?: string;
  processorStatus?: string;
  processorName?: string;
  processorTransactionId?: string;
  reason?: string;
  other?: Record<string, unknown>;
}

/** What SimplePS documents in its answers. */
export interface SimplepsDetails {
  paymentId: string;
  parentPaymentId: string;
  externalPaymentId: string;
  /** Major units, an exact decimal string; what it counts after several partial refunds is not documented. */
  amount: string;
  /** `YYYY-MM-DD HH:MM:SS`, no zone given. */
  created: string;
  approved: boolean;
  message: string;
  automaticReversed: boolean;
  status: string | number;
  captured: boolean;
  voided: boolean;
  authCode: string;
  issuerName: string;
  issuerCountry: string;
  cvcResult: string;
  avsResult: string;
  responseCode: string;
}
