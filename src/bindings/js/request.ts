import { isPlain } from "./encode.js";
import { InvalidInputError } from "./errors.js";
import type { Issue, PreparedRequest } from "./types/index.js";

/** A credential header: name and value. */
export type Credential = readonly [name: string, value: string];

const REDACTED = "[redacted]";
/** What Node and Bun, and what Deno asks an object for when it is logged. */
const INSPECT = Symbol.for("nodejs.util.inspect.custom");
const INSPECT_DENO = Symbol.for("Deno.customInspect");

/** The method and the headers, credentials included. */
interface Head {
  method: PreparedRequest["method"];
  headers: Readonly<Record<string, string>>;
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

  constructor(
    { method, headers }: Head,
    url: string,
    body: string | undefined,
    credentials: readonly Credential[],
  ) {
    this.method = method;
    this.url = url;
    this.headers = headers;
    if (body !== undefined) this.body = body;
    this.redirect = "manual";
    this.#credentials = credentials;
    Object.freeze(this);
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

function withCredentials(headers: Record<string, string>, credentials: readonly Credential[]) {
  for (const [name, value] of credentials) headers[name] = value;
  return Object.freeze(headers);
}

function headOf(text: string, credentials: readonly Credential[]): Head {
  const [method, ...lines] = text.split("\n");
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const colon = line.indexOf(": ");
    headers[line.slice(0, colon)] = line.slice(colon + 2);
  }
  return {
    method: method as PreparedRequest["method"],
    headers: withCredentials(headers, credentials),
  };
}

/** The head that the Rust side said last, whoever asked; nobody's while it is asked. */
let said: Head | undefined;

/**
 * Takes apart what the Rust side writes, a line each: the URL, the body (empty where there is none), the method, the
 * headers. All but the first two are mostly what they were the last time: then the headers are the same object, and where
 * nobody else has asked since, the Rust side is told that they are `known` and leaves them out.
 */
export function reader(
  credentials: readonly Credential[],
): (ask: (known: boolean) => string) => PreparedRequest {
  let head: Head | undefined;
  let text: string | undefined;
  return (ask) => {
    const known = head !== undefined && head === said;
    // Whatever goes wrong from here on, nobody takes for said what was not heard.
    said = undefined;
    const message = ask(known);
    const url = message.indexOf("\n");
    const end = message.indexOf("\n", url + 1);
    if (head === undefined || end >= 0) {
      const heard = message.slice(end + 1);
      if (head === undefined || heard !== text) head = headOf(heard, credentials);
      text = heard;
    }
    said = head;
    const body = end < 0 ? message.slice(url + 1) : message.slice(url + 1, end);
    return new Prepared(head, message.slice(0, url), body === "" ? undefined : body, credentials);
  };
}

function wrong(field: string, rule: string): Issue {
  return { code: "wrong_type", path: [field], pointer: `/${field}`, message: `\`${field}\` ${rule}` };
}

/** A header name of RFC 9110, and a value without control characters. */
const NAME = /^[\w!#$%&'*+.^`|~-]+$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is refused
const CONTROL = /[\u0000-\u001f\u007f]/;

/** A request that comes from outside (bulk output, a queue), with its credentials. */
export function received(request: unknown, credentials: readonly Credential[]): PreparedRequest {
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
  const headers = withCredentials(Object.fromEntries(kept) as Record<string, string>, credentials);
  return new Prepared(
    { method: method as PreparedRequest["method"], headers },
    url as string,
    body as string | undefined,
    credentials,
  );
}
