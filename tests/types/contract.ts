// Compiled, never run: what a user may write, and what the compiler must refuse.
import type { StandardSchemaV1 } from "@standard-schema/spec";
import {
  AmendsError,
  type AnyAccount,
  connect,
  describe,
  type HostResponse,
  InvalidAccountError,
  InvalidInputError,
  type Issue,
  type IssueCode,
  init,
  money,
  type Operation,
  type Outcome,
  type Paywall,
  type PaywallApmPartialRefund,
  type PreparedRequest,
  type Primer,
  type PrimerDetails,
  type PrimerRefund,
  paywall,
  primer,
  type readResponse,
  type Simpleps,
  type SimplepsRefund,
  simpleps,
  type Worldpay,
  type WorldpayDetails,
  type WorldpayPartialRefund,
  type WorldpayPartialSettlement,
  worldpay,
} from "amends";

type Equals<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
function same<A, B>(..._equal: Equals<A, B> extends true ? [] : ["these types differ"]) {}

// Accounts
const wp = worldpay({ environment: "try", username: "u", password: "p" });
same<typeof wp, Worldpay>();
worldpay({ baseUrl: "https://example.com" });
worldpay({ baseUrl: "http://127.0.0.1:8787/worldpay", allowInsecureLoopback: true, currencies: { XCG: 2 } });
const pw = paywall({ environment: "test", apiKeyPublic: "k", apiClientPublic: "c", exponent: 3 });
const pr = primer({ environment: "sandbox", apiKey: "k", apiVersion: "2.4" });
const sp = simpleps({ environment: "production", accessToken: "t", currency: "USD" });
// @ts-expect-error neither an environment nor a baseUrl
worldpay({ username: "u" });
// @ts-expect-error both
worldpay({ environment: "try", baseUrl: "https://example.com" });
// @ts-expect-error another provider's environment
worldpay({ environment: "sandbox" });
// @ts-expect-error misspelt
worldpay({ environment: "try", usernme: "u" });
// @ts-expect-error another provider's credential
primer({ environment: "sandbox", accessToken: "t" });

// connect returns the right provider
same<ReturnType<typeof connect<{ provider: "worldpay"; environment: "try" }>>, Worldpay>();
const byName = connect({ provider: "paywall", environment: "test" });
same<typeof byName, Paywall>();
same<Primer, typeof pr>();
same<Simpleps, typeof sp>();
declare const any: AnyAccount;
const one = connect(any);
same<typeof one, Worldpay | Paywall | Primer | Simpleps>();
// @ts-expect-error no such provider
connect({ provider: "stripe", environment: "test" });
// @ts-expect-error this provider has no such operation
connect({ provider: "paywall", environment: "test" }).refund;

// Inputs
const refund: WorldpayPartialRefund = {
  linkData: "l",
  reference: "r",
  value: { currency: "GBP", amount: 250 },
};
const settlement: WorldpayPartialSettlement = { ...refund, sequence: { number: 1, total: 2 } };
wp.partialRefund.request(refund);
wp.partialSettlement.request(settlement);
pw.apmPartialRefund.request({ UniqueCode: "u", Amount: "12.50" });
pw.apmPartialRefund.request({ UniqueCode: "u", Amount: 12.5 });
pr.refund.request({ id: "p" });
pr.refund.request({ id: "p", amount: "remaining", idempotencyKey: "k", expand: ["transactions.events"] });
sp.refund.request({ externalPaymentId: "p" });
sp.refund.request({ externalPaymentId: "p", amount: "full" });
sp.refund.request({ externalPaymentId: "p", amount: { total: "1.00", currency: "USD" } });
// @ts-expect-error misspelt
wp.partialRefund.request({ linkData: "l", reference: "r", value: { curency: "GBP", amount: 250 } });
// @ts-expect-error misspelt, at the top
pr.refund.request({ id: "p", ammount: 250 });
// @ts-expect-error a field of the other operation
wp.partialRefund.request({ ...refund, sequence: { number: 1, total: 2 } });
// @ts-expect-error minor units are a number
wp.partialRefund.request({ linkData: "l", reference: "r", value: { currency: "GBP", amount: "2.50" } });
// @ts-expect-error missing
pw.apmPartialRefund.request({ Amount: 1 });
// @ts-expect-error another word
pr.refund.request({ id: "p", amount: "full" });

// Validation
const found = wp.partialRefund.validate({} as unknown);
if (found.ok) same<typeof found.value, WorldpayPartialRefund>();
else {
  const first: Issue = found.issues[0];
  same<typeof first.code, IssueCode>();
  same<typeof first.path, (string | number)[]>();
}
same<typeof found.warnings, Issue[]>();
// @ts-expect-error only after `ok` was looked at
found.value;

// Requests
const request: PreparedRequest = wp.partialRefund.request(refund);
same<typeof request.headers, Readonly<Record<string, string>>>();
// @ts-expect-error read only
request.url = "https://example.com";
wp.authorize(JSON.parse("{}") as PreparedRequest);
const link: string = wp.linkData("https://example.com/payments/settlements/refunds/partials/l");
// @ts-expect-error Worldpay alone has links
pr.linkData(link);

// Answers: node's own shape, rows of a log, a fake
const rows: HostResponse[] = [
  { status: 200, body: "" },
  { status: 200, headers: { a: "b", c: ["d", "e"], f: undefined }, body: new Uint8Array(), truncated: true },
  { status: 200, headers: new Map([["a", "b"]]), body: "{}" },
];
wp.partialRefund.outcome(null);
for (const row of rows) wp.partialRefund.outcome(row, refund);

// Outcomes: every kind, and nothing else
function total(outcome: Outcome<WorldpayDetails>): string {
  switch (outcome.kind) {
    case "accepted":
    case "completed":
      // @ts-expect-error nothing went wrong: there is no reason
      outcome.reason;
      same<typeof outcome.details.paymentId, string | undefined>();
      return outcome.details.actions?.reversePayment?.linkData ?? "";
    case "rejected":
      return outcome.issues.map(({ pointer, message }) => `${pointer} ${message}`).join();
    case "declined":
    case "duplicate":
    case "throttled":
    case "unknown":
      // @ts-expect-error only a rejected one lists fields
      outcome.issues;
      return `${outcome.reason.code} ${outcome.retry.afterSeconds ?? ""}`;
    default: {
      const never: never = outcome;
      return never;
    }
  }
}
total(wp.partialRefund.outcome(null));
function early(outcome: Outcome<WorldpayDetails>): string {
  if (outcome.kind === "accepted" || outcome.kind === "completed") return "";
  return outcome.reason.code;
}
early(wp.partialRefund.outcome(null));
// @ts-expect-error another provider's details
pr.refund.outcome(null).details.actions;
function advice(outcome: Outcome<PrimerDetails>): boolean {
  switch (outcome.retry.advice) {
    case "resend":
    case "resend-same-key":
      return true;
    case "query-first":
    case "fix-first":
    case "never":
      return false;
    default: {
      const never: never = outcome.retry.advice;
      return never;
    }
  }
}
advice(pr.refund.outcome(null));

// Standard Schema, as published
const schemas: [
  StandardSchemaV1<WorldpayPartialRefund>,
  StandardSchemaV1<WorldpayPartialSettlement>,
  StandardSchemaV1<PaywallApmPartialRefund>,
  StandardSchemaV1<PrimerRefund>,
  StandardSchemaV1<SimplepsRefund>,
] = [wp.partialRefund, wp.partialSettlement, pw.apmPartialRefund, pr.refund, sp.refund];
void schemas;
same<StandardSchemaV1.InferInput<typeof wp.partialRefund>, WorldpayPartialRefund>();
same<StandardSchemaV1.InferOutput<typeof pr.refund>, PrimerRefund>();
// @ts-expect-error another operation's input
const wrong: StandardSchemaV1<PrimerRefund> = wp.partialRefund;
void wrong;

// Code that takes any operation
function send<Input, Details>(operation: Operation<Input, Details>, input: Input): PreparedRequest {
  return operation.request(input);
}
send(wp.partialRefund, refund);
// @ts-expect-error the input belongs to another operation
send(pr.refund, refund);

// Errors
function blame(error: unknown): readonly Issue[] {
  if (error instanceof InvalidInputError) {
    same<typeof error.code, "invalid_input">();
    return error.issues;
  }
  if (error instanceof InvalidAccountError) return error.issues;
  if (error instanceof AmendsError)
    same<typeof error.code, "invalid_input" | "invalid_account" | "internal">();
  return [];
}
void blame;

// The rest
const pence: number = money.toMinor("2.50", "GBP");
const pounds: string = money.toMajor(pence, "GBP", { exponent: 2 });
const iso: number | undefined = money.exponent(pounds)?.iso;
void iso;
const { providers } = describe();
same<typeof providers, readonly unknown[]>();
const warm: Promise<void> = init();
void warm;
const bytes: Uint8Array = pr.refund.requests(new Uint8Array());
void bytes;
same<ReturnType<typeof readResponse>, Promise<HostResponse | null>>();
