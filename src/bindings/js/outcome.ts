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

/** The details, null where they are the body; what few answers give rise to; and field errors. */
type Found = [
  details: object | null,
  mismatches: object[] | null,
  correlationId: string | null,
  ...FieldError[],
];

/** Each is four, one behind the other; the last two are false where they are the reason's. */
type FieldError = (string | number)[] | string | false | null;

/** The field errors of the provider's as issues. */
function issuesOf(found: Found, code: string | undefined, message: string | undefined): Issue[] {
  const issues: Issue[] = [];
  for (let at = 3; at < found.length; at += 4) {
    const issue = {
      code: "provider",
      path: found[at],
      pointer: found[at + 1],
      message: found[at + 2] === false ? message : found[at + 2],
    } as Issue;
    const own = found[at + 3] === false ? code : found[at + 3];
    if (typeof own === "string") issue.providerCode = own;
    issues.push(issue);
  }
  return issues;
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
    const verdict = this.#verdictOf(written.slice(0, Math.max(end, 0)));
    said = verdict;
    const [kind, advice, because, code, message, afterSeconds] = verdict;
    // White space before it is no part of it: where no verdict is said, nothing has to be cut off.
    const rest: Found | object | undefined =
      end + 1 < written.length ? JSON.parse(end > 0 ? written.slice(end) : written) : undefined;
    const found = Array.isArray(rest) ? (rest as Found) : undefined;
    const httpStatus = status < 0 ? null : status;
    const outcome: Record<string, unknown> = {
      kind,
      provider: this.#provider,
      operation: this.#operation,
      httpStatus,
    };
    if (found && found[2] !== null) outcome.correlationId = found[2];
    if (code !== undefined) outcome.reason = { code, message };
    if (found && kind === "rejected") outcome.issues = issuesOf(found, code, message);
    // Nothing is written of details that are the body to the letter.
    outcome.details = (found ? found[0] : rest) ?? JSON.parse(body);
    outcome.mismatches = found?.[1] ?? [];
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
