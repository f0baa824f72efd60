// @ts-check
// What a request and an answer are in this sandbox, and how an answer, even a broken one, goes onto the wire.

/**
 * A request as it arrived. `path` is `url` without the provider's prefix, never decoded or normalised.
 * @typedef {object} ReceivedRequest
 * @property {string} method
 * @property {string} url
 * @property {string} path
 * @property {string[]} rawHeaders names and values in turn, spelled as sent
 * @property {import("node:http").IncomingHttpHeaders} headers
 * @property {Buffer} body the raw bytes
 * @property {string} text `body` as UTF-8, bad bytes replaced
 */

/**
 * @typedef {object} Reply
 * @property {number} status
 * @property {Record<string, string>} [headers]
 * @property {string | Buffer} body
 * @property {"drop" | "truncate"} [fault] close the connection before the answer or amid its body
 */

/** What a provider needs to know about the sandbox it runs in.
 * @typedef {object} Context
 * @property {() => string} baseUrl the account's base URL, known once the server listens
 * @property {() => string} foreignUrl of another origin, yet it ends here, so that a visit is recorded
 * @property {() => Date} now
 */

/**
 * @param {number} status
 * @param {unknown} value
 * @returns {Reply}
 */
export function json(status, value) {
  return { status, headers: { "content-type": "application/json" }, body: stringify(value) };
}

/** A number that is written with exactly these characters: `25.00` stays `25.00`. */
export class NumberText {
  /** @param {string} text */
  constructor(text) {
    this.text = text;
  }
  toJSON() {
    // No JSON text of ours contains a NUL otherwise: it marks where the quotes go away again.
    return `\0${this.text}`;
  }
}

/** @param {unknown} value */
function stringify(value) {
  return JSON.stringify(value).replace(/"\\u0000([-+.0-9eE]+)"/g, "$1");
}

/**
 * Parses JSON with every number as the text that was sent: to JSON.parse, 25.00 and 25 are the same.
 * @param {string} text valid JSON
 */
export function parseKeepingNumbers(text) {
  const quoted = text.replace(/"(?:[^"\\]|\\.)*"|-?\d[-+.0-9eE]*/g, (token) =>
    token.startsWith('"') ? token : `"${token}"`,
  );
  return JSON.parse(quoted);
}

/**
 * @param {Buffer} body
 * @returns {{ ok: true, value: unknown } | { ok: false }}
 */
export function parseJson(body) {
  try {
    // `fatal`: JSON on the wire is UTF-8, and a replaced byte would pass for a character.
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(body);
    return { ok: true, value: JSON.parse(text) };
  } catch {
    return { ok: false };
  }
}

/**
 * The media type alone: `application/json; charset=utf-8` is JSON as well.
 * @param {ReceivedRequest} request
 */
export function mediaType(request) {
  return request.headers["content-type"]?.split(";")[0].trim().toLowerCase();
}

/**
 * @param {import("node:http").ServerResponse} response
 * @param {Reply} reply
 * @param {Date} date
 */
export function send(response, reply, date) {
  if (reply.fault === "drop") {
    response.socket?.destroy();
    return;
  }
  const body = Buffer.from(reply.body);
  response.sendDate = false;
  response.writeHead(reply.status, {
    ...reply.headers,
    date: date.toUTCString(),
    "content-length": body.length,
  });
  if (reply.fault === "truncate") {
    const half = body.subarray(0, Math.floor(body.length / 2));
    response.write(half, () => response.socket?.destroy());
    return;
  }
  response.end(body);
}

/** A counter as a uuid: it looks like an identifier of a provider, and the same run gives the same one.
 * @param {number} count */
export function uuid(count) {
  return `00000000-0000-4000-8000-${count.toString(16).padStart(12, "0")}`;
}

/**
 * A path parameter as it was before it was percent-encoded; undefined if it is no such thing.
 * @param {string} segment
 */
export function decodeSegment(segment) {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}
