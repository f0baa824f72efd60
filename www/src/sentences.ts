/** An outcome in one calm sentence or two. */
import type { Outcome } from "amends";

export type AnyOutcome = Outcome<Readonly<Record<string, unknown>>>;
export type Kind = AnyOutcome["kind"];
export type Advice = AnyOutcome["retry"]["advice"];

/** What happened, and what that means for the money. `noun`: "refund" or "settlement". */
export function happened({ kind, httpStatus }: AnyOutcome, provider: string, noun: string): string {
  switch (kind) {
    case "accepted":
      return `${provider} has accepted the ${noun}; as far as anyone knows, the money has not moved yet.`;
    case "completed":
      return `${provider} has made the ${noun}.`;
    case "declined":
      return `${provider} understood the ${noun} and said no.`;
    case "rejected":
      return `${provider} turned the request down.`;
    case "duplicate":
      return `${provider} has seen this idempotency key before, so it did not make a second ${noun}.`;
    case "throttled":
      return `${provider} turned this request away, because there were too many.`;
    case "unknown":
      return httpStatus === null
        ? `No answer arrived: nobody can tell whether ${provider} made the ${noun}.`
        : `Nobody can tell from this answer whether ${provider} made the ${noun}.`;
  }
}

/** What to do now. */
export function todo({ advice, afterSeconds }: AnyOutcome["retry"]): string {
  const wait =
    afterSeconds === undefined
      ? ""
      : afterSeconds === 1
        ? "Wait 1 second. "
        : `Wait ${afterSeconds} seconds. `;
  switch (advice) {
    case "never":
      return "Do not send it again.";
    case "resend":
      return wait === "" ? "Send it again after a while, as it is." : `${wait}Then send it again, as it is.`;
    case "resend-same-key":
      return `${wait}Send it again with the same idempotency key.`;
    case "query-first":
      return `${wait}Ask what became of it before you send it again.`;
    case "fix-first":
      return "Fix what it names before you send it again.";
  }
}

/** A word or two for each advice. */
export const ADVICE: Readonly<Record<Advice, string>> = {
  never: "Do not send again",
  resend: "Send again",
  "resend-same-key": "Send again, same key",
  "query-first": "Ask first",
  "fix-first": "Fix first",
};
