import { isPlain } from "./encode.js";
import { InvalidInputError } from "./errors.js";
import type { Issue, PreparedRequest } from "./types/index.js";

/** A credential header: name and value. */
export type Credential = readonly [name: string, value: string];

const REDACTED = "[redacted]";
/** What Node, Bun and Deno ask an object for when it is logged. */
const INSPECT = [Symbol.for("nodejs.util.inspect.custom"), Symbol.for("Deno.customInspect")];

/** Shows `shown()` to `JSON.stringify` and `console.log`, and keeps the object plain for everything else. */
function conceal(object: object, shown: () => unknown): void {
  for (const key of ["toJSON", ...INSPECT]) {
    Object.defineProperty(object, key, { value: shown });
  }
}

interface Parts {
  method: PreparedRequest["method"];
  url: string;
  headers: Record<string, string>;
  body?: string;
}

/** The request as `fetch` takes it; credentials are sent, but not shown. */
export function prepare(parts: Parts, credentials: readonly Credential[]): PreparedRequest {
  const { method, url, body } = parts;
  const headers = { ...parts.headers };
  for (const [name, value] of credentials) {
    for (const known of Object.keys(headers)) {
      if (known.toLowerCase() === name.toLowerCase()) delete headers[known];
    }
    headers[name] = value;
  }
  const request: PreparedRequest = {
    method,
    url,
    headers,
    ...(body === undefined ? {} : { body }),
    redirect: "manual",
  };
  if (credentials.length > 0) {
    const shown = { ...headers };
    for (const [name] of credentials) shown[name] = REDACTED;
    // Not the headers: some versions of `fetch` take every own property of theirs for a header, even one that
    // is not enumerable.
    conceal(request, () => ({ ...request, headers: shown }));
  }
  Object.freeze(headers);
  return Object.freeze(request);
}

/** Takes apart what the Rust side writes: `POST url`, a line a header, a blank line, the body. */
export function parse(message: string): Parts {
  const end = message.indexOf("\n\n");
  const [start = "", ...lines] = (end < 0 ? message : message.slice(0, end)).split("\n");
  const space = start.indexOf(" ");
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const colon = line.indexOf(": ");
    headers[line.slice(0, colon)] = line.slice(colon + 2);
  }
  return {
    method: start.slice(0, space) as PreparedRequest["method"],
    url: start.slice(space + 1),
    headers,
    ...(end < 0 ? {} : { body: message.slice(end + 2) }),
  };
}

function wrong(field: string, rule: string): Issue {
  return { code: "wrong_type", path: [field], pointer: `/${field}`, message: `\`${field}\` ${rule}` };
}

/** A header name of RFC 9110, and a value without control characters. */
const NAME = /^[\w!#$%&'*+.^`|~-]+$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is refused
const CONTROL = /[\u0000-\u001f\u007f]/;

/** A request that comes from outside: bulk output, a queue. */
export function received(request: unknown): Parts {
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
  return {
    method: method as PreparedRequest["method"],
    url: url as string,
    headers: Object.fromEntries(pairs) as Record<string, string>,
    ...(body === undefined ? {} : { body: body as string }),
  };
}
