import { textAt } from "./instance.js";
import type { Issue, Outcome } from "./types/index.js";

/** What is said of most answers as it was of the last one; a success has no reason, and few have to be waited for. */
type Verdict<Because = string> = [
  kind: string,
  advice: string,
  because: Because,
  code?: string,
  message?: string,
  afterSeconds?: number,
];

/** What few answers give rise to. */
type Found = readonly [mismatches: object[], correlationId: string | null, errors: FieldError[] | null];

type FieldError = [path: (string | number)[], pointer: string, message: string, providerCode: string | null];

/** A field error of the provider's as an issue. */
function issueOf([path, pointer, message, providerCode]: FieldError): Issue {
  const issue: Issue = { code: "provider", path, pointer, message };
  if (providerCode !== null) issue.providerCode = providerCode;
  return issue;
}

/** What the Rust side answers where it has to know the whole input. */
const LACKING = "?";
/** The verdict that it said last, whoever asked; nobody's while it is asked. */
let said: Verdict | undefined;

/** Not enumerable, so that nobody logs the body by accident. One descriptor for all: engines are slow with new ones. */
const BODY = { value: "" };

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

  /**
   * The outcome, its parts in documented order; nothing where the whole input has to be known. Where nobody else has asked
   * since this verdict was said, the Rust side is told that it is `known` and leaves it out.
   */
  read(ask: (known: boolean) => string, status: number, body: string): Outcome<Details> | undefined {
    const known = this.#verdict !== undefined && this.#verdict === said;
    // Whatever goes wrong from here on, nobody takes for said what was not heard.
    said = undefined;
    const written = ask(known);
    if (written === LACKING) return undefined;
    const end = written.indexOf("\n");
    const next = written.indexOf("\n", end + 1);
    const verdict = this.#verdictOf(written.slice(0, Math.max(end, 0)));
    said = verdict;
    const [kind, advice, because, code, message, afterSeconds] = verdict;
    const found: Found | undefined = next > end + 1 ? JSON.parse(written.slice(end + 1, next)) : undefined;
    const httpStatus = status < 0 ? null : status;
    const outcome: Record<string, unknown> = {
      kind,
      provider: this.#provider,
      operation: this.#operation,
      httpStatus,
    };
    if (found && found[1] !== null) outcome.correlationId = found[1];
    if (code !== undefined) outcome.reason = { code, message };
    if (found && found[2] !== null) outcome.issues = found[2].map(issueOf);
    // Nothing is written of details that are the body to the letter.
    outcome.details = JSON.parse(next + 1 < written.length ? written.slice(next + 1) : body);
    outcome.mismatches = found ? found[0] : [];
    outcome.retry = afterSeconds === undefined ? { advice, because } : { advice, afterSeconds, because };
    BODY.value = body;
    Object.defineProperty(outcome, "body", BODY);
    BODY.value = "";
    return outcome as unknown as Outcome<Details>;
  }

  /** What is not said is what it was. */
  #verdictOf(text: string): Verdict {
    if (this.#verdict === undefined || (text !== "" && text !== this.#text)) {
      const [kind, advice, because, ...rest]: Verdict<number[]> = JSON.parse(text);
      this.#verdict = [kind, advice, textAt(because), ...rest];
      this.#text = text;
    }
    return this.#verdict;
  }
}
