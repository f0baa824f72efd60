import { type Build, concat, Lines } from "./bulk.js";
import { encode } from "./encode.js";
import { InvalidInputError } from "./errors.js";
import { call, callForBytes, put, putBytes } from "./instance.js";
import { type Credential, reader } from "./request.js";
import { isBytes, receive } from "./response.js";
import type { Issue, Operation, Outcome, ReadableStreamLike, WritableStreamLike } from "./types/index.js";

/** What the Rust side says of an answer, beside what is known here. */
type Read = [
  kind: string,
  details: object,
  advice: string,
  because: string,
  correlationId: string | null,
  code: string | null,
  message: string | null,
  afterSeconds: number | null,
  mismatches: object[],
  issues: FieldError[] | null,
];

type FieldError = [path: (string | number)[], pointer: string, message: string, providerCode: string | null];

/** A field error of the provider's as an issue. */
function issueOf([path, pointer, message, providerCode]: FieldError): Issue {
  const issue: Issue = { code: "provider", path, pointer, message };
  if (providerCode !== null) issue.providerCode = providerCode;
  return issue;
}

/** The outcome, its parts in documented order. */
function outcomeOf<Details>(
  provider: string,
  operation: string,
  status: number,
  body: string,
  read: Read,
): Outcome<Details> {
  const [kind, details, advice, because, correlationId, code, message, afterSeconds, mismatches, issues] =
    read;
  const httpStatus = status < 0 ? null : status;
  const outcome: Record<string, unknown> = { kind, provider, operation, httpStatus };
  if (correlationId !== null) outcome.correlationId = correlationId;
  if (code !== null) outcome.reason = { code, message };
  if (issues !== null) outcome.issues = issues.map(issueOf);
  outcome.details = details;
  outcome.mismatches = mismatches;
  outcome.retry = afterSeconds === null ? { advice, because } : { advice, afterSeconds, because };
  return Object.defineProperty(outcome, "body", { value: body }) as unknown as Outcome<Details>;
}

/** What every operation of one account shares. */
export interface Settings {
  /** The account without its credentials, as the Rust side wrote it. */
  text: string;
  credentials: readonly Credential[];
  /** The headers of an answer that the Rust side asks for, in lower case. */
  headers: ReadonlySet<string>;
}

/** What the Rust side says of an operation. */
export interface Registered {
  /** Its place in the register there. */
  index: number;
  /** Whether what an answer means depends on what was sent. */
  compares: boolean;
}

/** An operation of one account; generic, because the Rust side knows what makes it special. */
export function operation<Input, Details>(
  { index, compares }: Registered,
  id: string,
  { text: settings, credentials, headers: wanted }: Settings,
): Operation<Input, Details> {
  const provider = id.slice(0, id.indexOf("."));
  const refused = (issues: [Issue, ...Issue[]]) => new InvalidInputError(issues, id);

  const read = reader(credentials);

  const request = (input: Input) => {
    const text = encode(input);
    return read(call(settings, (core) => core.request(index, put(core, text)), refused));
  };

  const validate: Operation<Input, Details>["validate"] = (input) => {
    const text = encode(input);
    const found: { issues: Issue[]; warnings: Issue[] } = JSON.parse(
      call(settings, (core) => core.validate(index, put(core, text))),
    );
    const [first, ...rest] = found.issues;
    return first
      ? { ok: false, issues: [first, ...rest], warnings: found.warnings }
      : // What was checked, not what the caller's object may be by now.
        { ok: true, value: JSON.parse(text) as Input, warnings: found.warnings };
  };

  const outcome: Operation<Input, Details>["outcome"] = (response, input) => {
    const { status, truncated, headers, body } = receive(response, wanted);
    const sent = input === undefined || !compares ? "" : encode(input);
    const read = call(settings, (core) => {
      const lengths = [put(core, headers), put(core, body), put(core, sent)] as const;
      return core.outcome(index, status, Number(truncated), lengths[0], lengths[1], lengths[2]);
    });
    return outcomeOf<Details>(provider, id, status, body, JSON.parse(read));
  };

  const build: Build = (first, lines) => {
    let next = first;
    const output = callForBytes(settings, (core) => {
      const length = core.requests(index, first, putBytes(core, lines));
      next = core.nextLine();
      return length;
    });
    return [output, next];
  };

  const notBytes = () =>
    refused([
      { code: "wrong_type", path: [], pointer: "", message: "the input must be NDJSON in a Uint8Array" },
    ]);

  let schema: Readonly<Record<string, unknown>> | undefined;

  return {
    id,
    request,
    validate,
    outcome,
    requests(lines) {
      if (!isBytes(lines)) throw notBytes();
      const work = new Lines(build);
      return concat([...work.push(lines), ...work.finish()]);
    },
    requestStream() {
      const work = new Lines(build);
      const stream = new TransformStream<Uint8Array, Uint8Array>({
        transform(chunk, controller) {
          if (!isBytes(chunk)) throw notBytes();
          for (const output of work.push(chunk)) controller.enqueue(output);
        },
        flush(controller) {
          for (const output of work.finish()) controller.enqueue(output);
        },
      });
      return stream as unknown as { readable: ReadableStreamLike; writable: WritableStreamLike };
    },
    get inputSchema() {
      schema ??= frozen<Record<string, unknown>>(
        JSON.parse(call(settings, (core) => core.inputSchema(index))),
      );
      return schema;
    },
    "~standard": {
      version: 1,
      vendor: "amends",
      validate(value) {
        const result = validate(value);
        return result.ok
          ? { value: result.value }
          : { issues: result.issues.map(({ message, path }) => ({ message, path })) };
      },
    },
  };
}

/** Frozen all the way down: every caller gets the same object. */
function frozen<T extends object>(value: T): T {
  for (const inner of Object.values(value)) if (typeof inner === "object" && inner !== null) frozen(inner);
  return Object.freeze(value);
}
