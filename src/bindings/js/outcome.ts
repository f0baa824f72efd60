import type { Issue, Outcome } from "./types/index.js";

/** What is said of most answers as it was of the last one. */
type Verdict = [
  kind: string,
  advice: string,
  because: string,
  afterSeconds: number | null,
  code: string | null,
  message: string | null,
];

/** What each answer says for itself. */
type Found = [
  details: object,
  mismatches: object[],
  correlationId: string | null,
  errors: FieldError[] | null,
];

type FieldError = [path: (string | number)[], pointer: string, message: string, providerCode: string | null];

/** A field error of the provider's as an issue. */
function issueOf([path, pointer, message, providerCode]: FieldError): Issue {
  const issue: Issue = { code: "provider", path, pointer, message };
  if (providerCode !== null) issue.providerCode = providerCode;
  return issue;
}

/** Outcomes of one operation, made of what the Rust side writes of them and what is known here. */
export class Outcomes<Details> {
  readonly #provider: string;
  readonly #operation: string;
  /** The verdict on the last answer, as text and parsed. It holds nothing that a caller could change. */
  #text = "";
  #verdict: Verdict | undefined;

  constructor(operation: string) {
    this.#provider = operation.slice(0, operation.indexOf("."));
    this.#operation = operation;
  }

  /** The outcome, its parts in documented order. */
  read(written: string, status: number, body: string): Outcome<Details> {
    const end = written.indexOf("\n");
    const [kind, advice, because, afterSeconds, code, message] = this.#verdictOf(written.slice(0, end));
    const [details, mismatches, correlationId, errors]: Found = JSON.parse(written.slice(end));
    const httpStatus = status < 0 ? null : status;
    const outcome: Record<string, unknown> = {
      kind,
      provider: this.#provider,
      operation: this.#operation,
      httpStatus,
    };
    if (correlationId !== null) outcome.correlationId = correlationId;
    if (code !== null) outcome.reason = { code, message };
    if (errors !== null) outcome.issues = errors.map(issueOf);
    outcome.details = details;
    outcome.mismatches = mismatches;
    outcome.retry = afterSeconds === null ? { advice, because } : { advice, afterSeconds, because };
    return Object.defineProperty(outcome, "body", { value: body }) as unknown as Outcome<Details>;
  }

  #verdictOf(text: string): Verdict {
    if (this.#verdict === undefined || text !== this.#text) {
      this.#verdict = JSON.parse(text) as Verdict;
      this.#text = text;
    }
    return this.#verdict;
  }
}
