/**
 * Where requests go: a documented environment, or a `baseUrl` of your own (an https origin with an optional
 * path, without user info, query and fragment). http is taken only to this computer (127.0.0.0/8, ::1,
 * localhost) and only with `allowInsecureLoopback`.
 */
export type Host<Environment extends string> =
  | { environment: Environment; baseUrl?: never; allowInsecureLoopback?: never }
  | { baseUrl: string; environment?: never; allowInsecureLoopback?: boolean };

export interface Currencies {
  /** Codes to add to ISO 4217, or exponents (0 to 28) that differ for this merchant: `{ XCG: 2, ISK: 2 }`. */
  currencies?: Readonly<Record<string, number>>;
}

/**
 * Worldpay: Try (`https://try.access.worldpay.com`) or Live (`https://access.worldpay.com`), and the pair of HTTP
 * Basic authentication. A user name holds no colon. Leave out both for requests without credentials.
 */
export type WorldpayAccount = Host<"try" | "live"> & Currencies & { username?: string; password?: string };

/**
 * Paywall: the two public keys of the merchant panel, both or neither. `exponent`: decimals allowed in `Amount`,
 * because the API takes no currency; 2 unless you say otherwise.
 */
export type PaywallAccount = Host<"test" | "live"> &
  Currencies & { apiKeyPublic?: string; apiClientPublic?: string; exponent?: number };

/** Primer: an API key, and the API version sent with every request (default `"2.4"`). */
export type PrimerAccount = Host<"sandbox" | "production"> &
  Currencies & { apiKey?: string; apiVersion?: string };

/**
 * SimplePS: a Bearer token. `currency` decides the decimals allowed in `amount.total` where the input names no
 * currency; 2 otherwise.
 */
export type SimplepsAccount = Host<"sandbox" | "production"> &
  Currencies & { accessToken?: string; currency?: string };

/** An account with its provider's name, for {@link connect}. */
export type AnyAccount =
  | ({ provider: "worldpay" } & WorldpayAccount)
  | ({ provider: "paywall" } & PaywallAccount)
  | ({ provider: "primer" } & PrimerAccount)
  | ({ provider: "simpleps" } & SimplepsAccount);
