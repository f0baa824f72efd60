import { type Build, Lines, whole } from "./bulk.js";
import { encode, type Names, Places } from "./encode.js";
import { InvalidInputError } from "./errors.js";
import { call, callForBytes, type Laid, lay, put, putBytes, take, textOf } from "./instance.js";
import { Outcomes } from "./outcome.js";
import { type Credential, reader } from "./request.js";
import { isBytes, receive } from "./response.js";
import type { Issue, Operation, Outcome, ReadableStreamLike, WritableStreamLike } from "./types/index.js";

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
  /** The names of its fields. */
  fields: Names;
  /** The input's fields that its answers echo, and their names there. */
  sent: readonly string[];
  received: readonly string[];
}

/** An operation of one account; generic, because the Rust side knows what makes it special. */
export function operation<Input, Details>(
  { index, fields, sent, received }: Registered,
  id: string,
  { text: settings, credentials, headers: wanted }: Settings,
): Operation<Input, Details> {
  const places = new Places(fields);
  const outcomes = new Outcomes<Details>(id);
  const refused = (issues: [Issue, ...Issue[]]) => new InvalidInputError(issues, id);

  const read = reader(credentials);

  const request = (input: Input) => {
    const laid = lay(settings, input, places);
    return read((known) =>
      call(settings, (core) => core.request(index, take(core, laid), Number(known)), refused, laid.plain),
    );
  };

  const validate: Operation<Input, Details>["validate"] = (input) => {
    const bytes = encode(input);
    const found: { issues: Issue[]; warnings: Issue[] } = JSON.parse(
      call(settings, (core) => core.validate(index, putBytes(core, bytes))),
    );
    const [first, ...rest] = found.issues;
    return first
      ? { ok: false, issues: [first, ...rest], warnings: found.warnings }
      : // What was checked, not what the caller's object may be by now.
        { ok: true, value: JSON.parse(textOf(bytes)) as Input, warnings: found.warnings };
  };

  const outcome: Operation<Input, Details>["outcome"] = (response, input) => {
    const { status, truncated, headers, body } = receive(response, wanted);
    const ask = (given: Laid | undefined, whole: boolean) => {
      const more = given !== undefined || headers !== "";
      const read = (known: boolean) =>
        call(settings, (core) => {
          const sent = given ? take(core, given) : 0;
          const length = sent + put(core, more ? `\n${headers}\n${body}` : body);
          return core.outcome(
            index,
            status,
            Number(truncated),
            more ? sent : -1,
            length,
            Number(whole),
            Number(known),
          );
        });
      return outcomes.read(read, status, body);
    };
    // Most answers need little of the input, if anything; the Rust side knows, and says where it needs more.
    const echoed = input !== undefined && received.some((name) => body.includes(name));
    const little = ask(
      echoed ? lay(settings, input, places, (name) => sent.includes(name)) : undefined,
      input === undefined,
    );
    return little ?? (ask(lay(settings, input, places), true) as Outcome<Details>);
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
      return whole(build, lines);
    },
    requestStream() {
      const work = new Lines(build);
      const stream = new TransformStream<Uint8Array, Uint8Array>({
        transform(chunk, controller) {
          if (!isBytes(chunk)) throw notBytes();
          for (const output of work.push(chunk)) controller.enqueue(output.slice());
        },
        flush(controller) {
          for (const output of work.finish()) controller.enqueue(output.slice());
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
