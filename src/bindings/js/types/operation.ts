import type { AnyAccount } from "./account.js";
import type {
  PaywallApmPartialRefund,
  PrimerRefund,
  SimplepsRefund,
  WorldpayPartialRefund,
  WorldpayPartialSettlement,
} from "./input.js";
import type { Issue } from "./issue.js";
import type { Outcome, PaywallDetails, PrimerDetails, SimplepsDetails, WorldpayDetails } from "./outcome.js";

/** One documented endpoint of one account. */
export interface Operation<Input, Details> extends StandardSchemaV1<Input> {
  /** `"worldpay.partialRefund"` */
  readonly id: string;
  /** Builds the request. Throws `InvalidInputError` with every issue. */
  request(input: Input): PreparedRequest;
  /**
   * Checks an input of any kind; never throws. `value` is a plain copy of what was checked. Warnings: what may
   * be refused, though nobody can be sure (a disputed exponent, a reference longer than some sources allow).
   */
  validate(
    input: unknown,
  ):
    | { ok: true; value: Input; warnings: Issue[] }
    | { ok: false; issues: [Issue, ...Issue[]]; warnings: Issue[] };
  /**
   * Reads any response; never throws. `null`: none arrived. `input`: what was sent; it turns on the echo check
   * and the retry advice that depends on it.
   */
  outcome(response: HostResponse | null, input?: Input): Outcome<Details>;
  /**
   * Bulk: NDJSON bytes in (an input a line), NDJSON bytes out in the same order, blank lines skipped:
   * `{"line":1,"request":{…}}` or `{"line":2,"issues":[…]}`. Never holds credentials: see `authorize`. What comes back
   * may be the beginning of a longer `buffer`, as it is with Node's `Buffer`.
   */
  requests(lines: Uint8Array): Uint8Array;
  /** The same as a Web Stream, for files larger than memory. */
  requestStream(): { readable: ReadableStreamLike; writable: WritableStreamLike };
  /** JSON Schema 2020-12 of the input. */
  readonly inputSchema: Readonly<Record<string, unknown>>;
}

export interface Provider {
  /**
   * Adds the account's credential headers to a request built without them (bulk output, a request kept in a
   * queue); an account without credentials has none to add. Throws `InvalidInputError` for a request to another origin.
   */
  authorize(request: PreparedRequest): PreparedRequest;
}

export interface Worldpay extends Provider {
  readonly partialRefund: Operation<WorldpayPartialRefund, WorldpayDetails>;
  readonly partialSettlement: Operation<WorldpayPartialSettlement, WorldpayDetails>;
  /**
   * The linkData of a link kept from an earlier response (`_links.self.href`, an action's href), byte for byte.
   * Throws `InvalidInputError` for foreign origins and malformed links.
   */
  linkData(href: string): string;
}

export interface Paywall extends Provider {
  readonly apmPartialRefund: Operation<PaywallApmPartialRefund, PaywallDetails>;
}

export interface Primer extends Provider {
  readonly refund: Operation<PrimerRefund, PrimerDetails>;
}

export interface Simpleps extends Provider {
  readonly refund: Operation<SimplepsRefund, SimplepsDetails>;
}

/** The provider of a name. */
export type ProviderOf<P extends AnyAccount["provider"]> = {
  worldpay: Worldpay;
  paywall: Paywall;
  primer: Primer;
  simpleps: Simpleps;
}[P];

/** Ready for `fetch(request.url, request)`. */
export interface PreparedRequest {
  readonly method: "POST" | "GET";
  readonly url: string;
  /**
   * Plain enumerable headers, credentials included. `JSON.stringify(request)` and, in Node, Deno and Bun,
   * `console.log(request)` show credentials as `[redacted]`. The headers object by itself hides nothing, nor does a
   * copy of the request; `console.dir`, an assertion's difference and a browser's console show objects as they are.
   */
  readonly headers: Readonly<Record<string, string>>;
  /** Exact JSON text; absent where the operation documents that no body is sent. */
  readonly body?: string;
  /** A followed redirect would carry the body and the key headers to another origin. A 3xx is read as `unknown`. */
  readonly redirect: "manual";
}

/** A response as the host received it. `truncated`: the body broke off. */
export interface HostResponse {
  status: number;
  headers?: HeadersLike;
  body: string | Uint8Array;
  truncated?: boolean;
}

export type HeadersLike =
  | Iterable<readonly [string, string]>
  | Readonly<Record<string, string | readonly string[] | undefined>>;

/** What `fetch` gives; structural, so that the types compile without the DOM library. */
export interface ResponseLike {
  readonly status: number;
  readonly headers: Iterable<readonly [string, string]>;
  arrayBuffer(): Promise<ArrayBuffer>;
}

/** The platform's `ReadableStream` where its types are there. */
export type ReadableStreamLike = typeof globalThis extends { ReadableStream: { prototype: infer Stream } }
  ? Stream
  : { getReader(): unknown };
/** The platform's `WritableStream` where its types are there. */
export type WritableStreamLike = typeof globalThis extends { WritableStream: { prototype: infer Stream } }
  ? Stream
  : { getWriter(): unknown };

/** <https://standardschema.dev>, version 1. */
export interface StandardSchemaV1<Input, Output = Input> {
  readonly "~standard": {
    readonly version: 1;
    readonly vendor: "amends";
    readonly validate: (value: unknown) =>
      | { readonly value: Output; readonly issues?: undefined }
      | {
          readonly issues: readonly {
            readonly message: string;
            readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[];
          }[];
        };
    readonly types?: { readonly input: Input; readonly output: Output };
  };
}
