import type { Issue } from "./types/index.js";

/** How many messages an error's own message repeats; `issues` holds all. */
const SHOWN = 10;

function summary(about: string, issues: readonly Issue[]): string {
  const shown = issues.slice(0, SHOWN).map(({ message }) => message);
  if (issues.length > SHOWN) shown.push(`and ${issues.length - SHOWN} more`);
  return `${about}: ${shown.join("; ")}`;
}

/** The base of everything this package throws. `code` is stable; messages are not. */
export abstract class AmendsError extends Error {
  abstract readonly code: "invalid_input" | "invalid_account" | "internal";
}

/** The input cannot become a request. Mend the caller: every issue is listed. */
export class InvalidInputError extends AmendsError {
  override readonly name = "InvalidInputError";
  readonly code = "invalid_input";
  /** Every issue; never empty. */
  readonly issues: [Issue, ...Issue[]];
  /** The operation's id, where the input belongs to one. */
  declare readonly operation?: string;

  constructor(issues: [Issue, ...Issue[]], operation?: string) {
    super(summary(operation ?? "invalid input", issues));
    this.issues = issues;
    if (operation !== undefined) this.operation = operation;
  }
}

/** The account cannot be used. Mend the configuration: every issue is listed. */
export class InvalidAccountError extends AmendsError {
  override readonly name = "InvalidAccountError";
  readonly code = "invalid_account";
  /** Every issue; never empty. */
  readonly issues: [Issue, ...Issue[]];

  constructor(issues: [Issue, ...Issue[]], provider: string) {
    super(summary(`${provider} account`, issues));
    this.issues = issues;
  }
}

/** A fault of this package. Nothing was built or read; the next call works. */
export class InternalError extends AmendsError {
  override readonly name = "InternalError";
  readonly code = "internal";

  constructor(message: string, cause: unknown) {
    super(message, { cause });
  }
}
