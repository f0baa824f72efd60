import { isPlain } from "./encode.js";
import { InvalidInputError } from "./errors.js";
import type { Issue, PreparedRequest } from "./types/index.js";

/** A credential header: name and value. */
export type Credential = readonly [name: string, value: string];

const REDACTED = "[redacted]";
/** What Node and Bun, and what Deno asks an object for when it is logged. */
const INSPECT = Symbol.for("nodejs.util.inspect.custom");
const INSPECT_DENO = Symbol.for("Deno.customInspect");

interface Parts {
  method: PreparedRequest["method"];
  url: string;
  headers: Record<string, string>;
  body: string | undefined;
}

/**
 * Plain properties for `fetch`, and two ways of showing them without credentials. These are inherited: properties of
 * each request's own would cost more than all the rest of making it.
 */
class Prepared implements PreparedRequest {
  declare readonly method: PreparedRequest["method"];
  declare readonly url: string;
  declare readonly headers: Readonly<Record<string, string>>;
  declare readonly body?: string;
  declare readonly redirect: "manual";
  readonly #credentials: readonly Credential[];

  constructor({ method, url, headers, body }: Parts, credentials: readonly Credential[]) {
    this.method = method;
    this.url = url;
    this.headers = headers;
    if (body !== undefined) this.body = body;
    this.redirect = "manual";
    this.#credentials = credentials;
  }

  toJSON(): object {
    const headers = { ...this.headers };
    for (const [name] of this.#credentials) headers[name] = REDACTED;
    // Not the headers themselves: some versions of `fetch` take every own property of theirs for a header, even one
    // that is not enumerable.
    return { ...this, headers };
  }

  [INSPECT](): object {
    return this.toJSON();
  }

  [INSPECT_DENO](): object {
    return this.toJSON();
  }
}

/** The request as `fetch` takes it; credentials are sent, but not shown. */
export function prepare(parts: Parts, credentials: readonly Credential[]): PreparedRequest {
  const { headers } = parts;
  for (const [name, value] of credentials) headers[name] = value;
  Object.freeze(headers);
  return Object.freeze(new Prepared(parts, credentials));
}

/** The names of headers met so far. There are few, and a name cut out of a text would be looked up by its characters. */
const NAMES: string[] = [];

/** The name that begins there and ends at the colon. */
function nameAt(message: string, at: number, colon: number): string {
  for (const name of NAMES) {
    if (name.length === colon - at && message.startsWith(name, at)) return name;
  }
  const name = message.slice(at, colon);
  NAMES.push(name);
  return name;
}

/** Takes apart what the Rust side writes: `POST url`, a line a header, a blank line, the body. */
export function parse(message: string): Parts {
  let end = message.indexOf("\n\n");
  const body = end < 0 ? undefined : message.slice(end + 2);
  if (end < 0) end = message.length;
  const space = message.indexOf(" ");
  let at = message.indexOf("\n");
  if (at < 0) at = end;
  const method = message.slice(0, space) as PreparedRequest["method"];
  const url = message.slice(space + 1, at);
  const headers: Record<string, string> = {};
  while (at < end) {
    const colon = message.indexOf(": ", at);
    let next = message.indexOf("\n", colon);
    if (next < 0) next = end;
    headers[nameAt(message, at + 1, colon)] = message.slice(colon + 2, next);
    at = next;
  }
  return { method, url, headers, body };
}

function wrong(field: string, rule: string): Issue {
  return { code: "wrong_type", path: [field], pointer: `/${field}`, message: `\`${field}\` ${rule}` };
}

/** A header name of RFC 9110, and a value without control characters. */
const NAME = /^[\w!#$%&'*+.^`|~-]+$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is refused
const CONTROL = /[\u0000-\u001f\u007f]/;

/** A request that comes from outside (bulk output, a queue), without the headers that `credentials` will replace. */
export function received(request: unknown, credentials: readonly Credential[]): Parts {
  let parts: { method: unknown; url: unknown; headers: unknown; body: unknown };
  let pairs: [string, unknown][];
  let plain: boolean;
  try {
    const { method, url, headers, body } = (request ?? {}) as Partial<PreparedRequest>;
    parts = { method, url, headers, body };
    // A Headers or a Map has no entries to see here: its headers would be lost.
    plain = typeof headers === "object" && headers !== null && isPlain(headers);
    pairs = plain ? Object.entries(headers as object) : [];
  } catch {
    throw new InvalidInputError([wrong("request", "must be a plain object that can be read")]);
  }
  const { method, url, body } = parts;
  const issues: Issue[] = [];
  if (method !== "POST" && method !== "GET") issues.push(wrong("method", 'must be "POST" or "GET"'));
  if (typeof url !== "string") issues.push(wrong("url", "must be a string"));
  if (!plain || pairs.some(([, value]) => typeof value !== "string")) {
    issues.push(wrong("headers", "must be a plain object of strings"));
  } else if (pairs.some(([name, value]) => !NAME.test(name) || CONTROL.test(String(value)))) {
    issues.push({ ...wrong("headers", "must not hold control characters"), code: "bad_characters" });
  }
  if (body !== undefined && typeof body !== "string")
    issues.push(wrong("body", "must be a string, or absent"));
  const [first, ...rest] = issues;
  if (first) throw new InvalidInputError([first, ...rest]);
  const replaced = new Set(credentials.map(([name]) => name.toLowerCase()));
  const kept = pairs.filter(([name]) => !replaced.has(name.toLowerCase()));
  return {
    method: method as PreparedRequest["method"],
    url: url as string,
    headers: Object.fromEntries(kept) as Record<string, string>,
    body: body as string | undefined,
  };
}
