import type { HostResponse, ResponseLike } from "./types/index.js";

/** How many characters of headers are read: more than any server sends, and a list without end has an end. */
const LONGEST = 1 << 20;

/** A response in the form that crosses the boundary. */
export interface Received {
  status: number;
  headers: string;
  body: string;
  truncated: boolean;
}

/**
 * From `fetch`: reads the body once. Given the promise itself, a failed `fetch` becomes `null`: no response
 * arrived. A body that breaks off keeps its status and is marked `truncated`.
 */
export async function readResponse(
  response: ResponseLike | Promise<ResponseLike>,
): Promise<HostResponse | null> {
  let arrived: ResponseLike | null | undefined;
  try {
    arrived = await response;
  } catch {
    return null;
  }
  if (arrived === null || arrived === undefined) return null;
  const { status } = arrived;
  const headers = pairsOf(arrived.headers);
  try {
    return { status, headers, body: text(new Uint8Array(await arrived.arrayBuffer())) };
  } catch {
    return { status, headers, body: "", truncated: true };
  }
}

/** Headers of whatever form, as far as they can be read: the answer is not lost with them. */
function pairsOf(headers: unknown): [string, string][] {
  try {
    const pairs =
      Symbol.iterator in (headers as object)
        ? [...(headers as Iterable<[string, string]>)]
        : Object.entries(headers as object);
    return pairs.map(([name, value]) => [name, value]);
  } catch {
    return [];
  }
}

/** Text where the bytes are UTF-8; else the bytes, so that nothing is lost. */
function text(bytes: Uint8Array): string | Uint8Array {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return bytes;
  }
}

const NOTHING: Received = { status: -1, headers: "", body: "", truncated: false };

/**
 * Takes whatever a caller hands in; what cannot be read counts as not arrived whole, and no response at all has a
 * negative status. Never throws. Of the headers it takes those that are `wanted`.
 */
export function receive(response: unknown, wanted: ReadonlySet<string>): Received {
  if (response === null || response === undefined) return NOTHING;
  try {
    const { status, headers, body, truncated } = response as Partial<HostResponse>;
    const readable = typeof body === "string" || isBytes(body);
    return {
      status: isStatus(status) ? status : 0,
      headers: headerText(headers, wanted),
      body:
        typeof body === "string"
          ? body
          : readable
            ? new TextDecoder("utf-8", { ignoreBOM: true }).decode(body)
            : "",
      truncated: truncated === true || !readable,
    };
  } catch {
    return { status: 0, headers: "", body: "", truncated: true };
  }
}

/** Any but 0, which stands for none (and so does -0). */
function isStatus(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value > 0 && value <= 999;
}

/** A Uint8Array, of whatever realm. */
export function isBytes(value: unknown): value is Uint8Array {
  return ArrayBuffer.isView(value) && Object.prototype.toString.call(value) === "[object Uint8Array]";
}

/** Headers as pairs, and as an object. */
type Pair = readonly [name: string, value: string];
type Fields = Record<string, string | string[] | undefined>;

/** A value with a line end cannot come from HTTP. */
const LINE_END = /[\r\n]/;

/** `name\nvalue\n` pairs, as far as the headers can be read: an answer is not lost with them. */
function headerText(headers: HostResponse["headers"], wanted: ReadonlySet<string>): string {
  let text = "";
  let read = 0;
  if (headers === undefined || headers === null) return text;
  try {
    const pairs = Symbol.iterator in headers ? headers : undefined;
    // Engines are slow to make pairs of an object.
    for (const item of pairs ?? Object.keys(headers)) {
      const [name, value] = pairs ? (item as Pair) : [item as string, (headers as Fields)[item as string]];
      read += name.length + 1;
      const line = !wanted.has(name.toLowerCase())
        ? undefined
        : Array.isArray(value)
          ? value.join(", ")
          : String(value ?? "");
      read += line?.length ?? 0;
      if (read > LONGEST) break;
      if (line === undefined) continue;
      // A name that is no string may write itself as none, which would end the headers.
      if (typeof name === "string" && !LINE_END.test(name) && !LINE_END.test(line))
        text += `${name}\n${line}\n`;
    }
  } catch {
    // What was read stays.
  }
  return text;
}
