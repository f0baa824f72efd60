// @ts-check
/**
 * Reads answers by the documented rules: what came back, the provider's field errors at our paths, echoes, and
 * whether the request may be sent again.
 */
import { sameAmount } from "./amounts.mjs";
import { linkDetails } from "./links.mjs";
import { issue } from "./rules.mjs";

/** @typedef {{ code: string, message: string }} Reason */
/** @typedef {{ kind: string, advice: string, because: string, reason?: Reason }} Verdict */
/** @typedef {(details: any, status: number) => Verdict | Reason | undefined} Judge a verdict, or why there is none */
/**
 * @typedef {object} Reader
 * @property {string[]} fields the documented names of the body
 * @property {(body: any, account: import("./request.mjs").Account) => any} [details] what is not simply copied
 * @property {(details: any, header: (name: string) => string | undefined) => string | undefined} [correlation]
 * @property {(details: any, status: number) => Reason | undefined} reason
 * @property {(details: any) => object[]} [issues]
 * @property {(details: any, reason: Reason | undefined) => Verdict | undefined} [conflict] a 409 that says more
 * @property {Judge} success
 * @property {(input: any, details: any) => { field: string, sent: string, received: string }[]} [echo]
 * @property {string} [key] the input's field that makes a repeat safe
 */

const WORDS = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** JSON whose fractions and integers beyond 2^53 are exact text. @param {string} text */
function exactJson(text) {
  const plain = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  // Most bodies hold neither, and the pattern may match within a string, which costs time alone.
  if (!/\d\.\d|\d{16}|\d[eE]/.test(plain)) return JSON.parse(plain);
  return JSON.parse(
    plain.replace(WORDS, (word) =>
      word[0] === '"' || (!/[.eE]/.test(word) && Number.isSafeInteger(Number(word))) ? word : `"${word}"`,
    ),
  );
}

/** @param {string} code @param {string | undefined} message @returns {Reason} */
const reason = (code, message) => ({ code, message: message ?? "the provider gave no message" });
/** @param {string} kind @param {string} because @returns {Verdict} */
const done = (kind, because) => ({ kind, advice: "never", because });

/** `$.value.amount`, `$['expand'][0]` as a path. @param {unknown} text @returns {(string | number)[]} */
function jsonPath(text) {
  if (typeof text !== "string" || !/^\$(?:\.[^.[\]]+|\[\d+\]|\[(?:'[^'\]]+'|"[^"\]]+")\])*$/.test(text))
    return [];
  const steps = text.matchAll(/\.([^.[\]]+)|\[(\d+)\]|\['([^']+)'\]|\["([^"]+)"\]/g);
  return [...steps].map(([, name, index, single, double]) =>
    index === undefined ? /** @type {string} */ (name ?? single ?? double) : Number(index),
  );
}

/** @param {string} message @param {(string | number)[]} path @param {string | undefined} providerCode */
const found = (message, path, providerCode) => ({ ...issue("provider", path, message), providerCode });

/** @param {any[] | undefined} errors @param {object[]} list */
function worldpayErrors(errors, list) {
  for (const { errorName, message, jsonPath: path, validationErrors } of errors ?? []) {
    const nested = validationErrors?.length > 0;
    if (path !== undefined || !nested) {
      list.push(found(message ?? errorName ?? "no message", jsonPath(path), errorName));
    }
    if (nested) worldpayErrors(validationErrors, list);
  }
}

/** @param {string} expected @returns {Reader} */
const worldpay = (expected) => ({
  fields: ["outcome", "paymentId", "errorName", "message", "jsonPath", "headerName", "validationErrors"],
  details: linkDetails,
  correlation: (_, header) => header("wp-correlationid"),
  reason: ({ errorName, message }) => (errorName === undefined ? undefined : reason(errorName, message)),
  issues({ errorName, message, jsonPath: path, validationErrors }) {
    /** @type {object[]} */
    const list = [];
    if (errorName !== undefined && path !== undefined) list.push(found(message, jsonPath(path), errorName));
    else if (errorName === "urlContainsInvalidValue") list.push(found(message, ["linkData"], errorName));
    worldpayErrors(validationErrors, list);
    return list;
  },
  success({ outcome, errorName, validationErrors }) {
    if (errorName !== undefined || validationErrors !== undefined) return undefined;
    if (outcome === expected) return done("accepted", "the final state comes by event or query");
    return outcome === undefined
      ? reason("missing_outcome", "there is no outcome")
      : reason("unknown_outcome", `the outcome is not ${expected}`);
  },
});

/** @type {Reader} */
const paywall = {
  fields: ["ErrorCode", "Result", "Message", "Body"],
  details: ({ Body }) =>
    typeof Body === "object" && Body !== null && Body.Amount !== undefined
      ? { Body: { ...Body, Amount: String(Body.Amount) } }
      : {},
  reason: ({ ErrorCode, Message }) =>
    ErrorCode === undefined || ErrorCode === 0 ? undefined : reason(String(ErrorCode), Message),
  success({ ErrorCode, Result, Message }) {
    if (ErrorCode === undefined) return reason("missing_error_code", "there is no ErrorCode");
    if (ErrorCode === 0 && Result === true) return done("completed", "a repeat would be a second refund");
    if (ErrorCode === 0) {
      return Result === undefined
        ? reason("missing_result", "there is no Result")
        : reason("contradiction", "ErrorCode 0 with Result false");
    }
    if (Result !== false) return reason(String(ErrorCode), Message);
    const because = "the code does not tell what became of the money: query the payment";
    return { kind: "declined", advice: "query-first", because, reason: reason(String(ErrorCode), Message) };
  },
  echo({ UniqueCode, Amount }, { Body }) {
    const differing = [];
    const { UniqueCode: code, Amount: amount } = Body ?? {};
    if (typeof code === "string" && code !== UniqueCode && !code.includes("*")) {
      differing.push({ field: "Body.UniqueCode", sent: UniqueCode, received: code });
    }
    if (typeof amount === "string" && !sameAmount(String(Amount), amount)) {
      differing.push({ field: "Body.Amount", sent: String(Amount), received: amount });
    }
    return differing;
  },
};

const TAKEN = "the final state comes by webhook or query";
/** @type {Record<string, [kind: string, advice: string, because: string]>} */
const CONFLICTS = {
  IdempotencyKeyAlreadyExists: ["duplicate", "query-first", "this key was processed before"],
  PaymentAlreadyRefunded: ["rejected", "never", "there is nothing left to refund"],
  PaymentRequestLimitExceeded: ["rejected", "never", "Primer takes no more requests for this payment"],
};

/** @type {Reader} */
const primer = {
  fields: [
    ...["id", "date", "dateUpdated", "status", "cardTokenType", "orderId", "currencyCode", "amount", "order"],
    ...["customerId", "customer", "metadata", "paymentMethod", "processor", "requiredAction", "statusReason"],
    ...["riskData", "error"],
  ],
  details({ transactions }) {
    if (!Array.isArray(transactions)) return {};
    const named = transactions.map(({ transactionType, type, ...rest }) => {
      const kind = transactionType ?? type;
      return kind === undefined ? rest : { kind, ...rest };
    });
    return { transactions: named };
  },
  correlation: ({ error }) => error?.diagnosticsId,
  reason: ({ error }) =>
    error?.errorId === undefined ? undefined : reason(error.errorId, error.description),
  issues({ error }) {
    const list = [];
    for (const model of error?.validationErrors ?? []) {
      for (const { path, description } of model.errors ?? [model]) {
        list.push(found(description ?? "no description", jsonPath(path), error.errorId));
      }
    }
    if (list.length === 0 && error?.errorId === "UnprocessableRefundAmount") {
      list.push(found(error.description ?? "the amount was refused", ["amount"], error.errorId));
    }
    return list;
  },
  conflict(_, why) {
    const known = why && CONFLICTS[why.code];
    return known && { kind: known[0], advice: known[1], because: known[2], reason: why };
  },
  success({ id, transactions }) {
    if (transactions === undefined) {
      return id ? done("accepted", TAKEN) : reason("missing_id", "there is no payment");
    }
    const refunds = transactions.filter((/** @type {any} */ { kind }) => kind === "REFUND");
    const statuses = refunds.map((/** @type {any} */ { processorStatus }) => processorStatus);
    const failed = (/** @type {string} */ status) => status === "FAILED" || status === "DECLINED";
    if (statuses.length === 0) return reason("no_refund", "there is no REFUND among the transactions");
    if (statuses.every((/** @type {string} */ status) => status === "SETTLED")) {
      return done("completed", "the REFUND transactions are settled");
    }
    if (!statuses.some(failed)) return done("accepted", TAKEN);
    if (statuses.length > 1) return reason("ambiguous_refunds", "one of several REFUND transactions failed");
    const why = reason(statuses[0], `the REFUND transaction is ${statuses[0]}`);
    return { kind: "declined", advice: "fix-first", because: "no money moved", reason: why };
  },
  echo({ id }, details) {
    const differs = details.id !== undefined && details.id !== id;
    return differs ? [{ field: "id", sent: id, received: details.id }] : [];
  },
  key: "idempotencyKey",
};

/** @type {Record<string, (string | number)[]>} */
const SIMPLEPS_FIELDS = {
  PAY_012: ["externalPaymentId"],
  PAY_015: ["amount", "currency"],
  PAY_021: ["amount", "currency"],
  PAY_016: ["amount", "total"],
  PAY_020: ["amount", "total"],
  PAY_024: ["amount", "total"],
};

/** @type {Reader} */
const simpleps = {
  fields: [
    ...["paymentId", "parentPaymentId", "externalPaymentId", "created", "approved", "message", "status"],
    ...["automaticReversed", "captured", "voided", "authCode", "issuerName", "issuerCountry", "cvcResult"],
    ...["avsResult", "responseCode"],
  ],
  details: ({ amount }) => (amount === undefined || amount === null ? {} : { amount: String(amount) }),
  reason({ responseCode, message }, status) {
    if (responseCode === "00") return undefined;
    if (responseCode !== undefined) return reason(responseCode, message);
    return status >= 400 && message !== undefined ? reason(`http_${status}`, message) : undefined;
  },
  issues({ responseCode, message }) {
    if (responseCode === undefined || responseCode === "00") return [];
    return [found(message ?? "no message", SIMPLEPS_FIELDS[responseCode] ?? [], responseCode)];
  },
  success(details, status) {
    const { approved } = details;
    const own = simpleps.reason(details, status);
    const refunded = details.status === "REFUNDED" || details.status === "PARTIALLY_REFUNDED";
    if (approved === undefined) return own ?? reason("missing_approved", "there is no `approved`");
    if (approved && !refunded) return own ?? reason("unexpected_status", "the status is no refund");
    if (!approved && refunded) return own ?? reason("contradiction", "`approved` and `status` disagree");
    if (approved && own) return own;
    if (approved) return done("completed", "a repeat would be a second refund");
    const why = own ?? reason(details.status ?? "declined", details.message);
    return { kind: "declined", advice: "fix-first", because: "the refund was not approved", reason: why };
  },
  echo({ externalPaymentId, amount }, details) {
    const differing = [];
    const { externalPaymentId: id, amount: echoed } = details;
    if (id !== undefined && id !== externalPaymentId) {
      differing.push({ field: "externalPaymentId", sent: externalPaymentId, received: id });
    }
    if (amount?.total !== undefined && echoed !== undefined && !sameAmount(String(amount.total), echoed)) {
      differing.push({ field: "amount", sent: String(amount.total), received: echoed });
    }
    return differing;
  },
};

/** @type {Record<string, Reader>} */
const READERS = {
  "worldpay.partialRefund": worldpay("sentForPartialRefund"),
  "worldpay.partialSettlement": worldpay("sentForSettlement"),
  "paywall.apmPartialRefund": paywall,
  "primer.refund": primer,
  "simpleps.refund": simpleps,
};

/** What a body holds beside the documented fields. @type {Map<Reader, Set<string>>} */
const DOCUMENTED = new Map(
  [...Object.values(READERS)].map((reader) => [
    reader,
    new Set([...reader.fields, "_links", "_actions", "transactions", "amount"]),
  ]),
);

/** @param {Reader} reader @param {any} body @param {import("./request.mjs").Account} account */
function decode(reader, body, account) {
  /** @type {Record<string, unknown>} */
  const details = {};
  for (const name of reader.fields) if (body[name] !== undefined) details[name] = body[name];
  if (reader.details) Object.assign(details, reader.details(body, account));
  const documented = DOCUMENTED.get(reader);
  /** @type {Record<string, unknown> | undefined} */
  let other;
  for (const name of Object.keys(body)) {
    if (documented?.has(name)) continue;
    other ??= {};
    other[name] = body[name];
  }
  if (other) details.other = other;
  return details;
}

/** @param {string | undefined} value @param {string | undefined} date */
function seconds(value, date) {
  if (value === undefined) return undefined;
  if (/^\d+$/.test(value)) return Number(value);
  const wait = (Date.parse(value) - Date.parse(date ?? "")) / 1000;
  return Number.isNaN(wait) ? undefined : Math.max(0, wait);
}

/** @param {any} headers */
const headerOf = (headers) => (/** @type {string} */ wanted) => {
  if (headers === undefined) return undefined;
  for (const [name, value] of Symbol.iterator in headers ? headers : Object.entries(headers)) {
    if (name.toLowerCase() === wanted) return value.trim() || undefined;
  }
  return undefined;
};

/**
 * @param {string} id @param {import("./request.mjs").Account} account
 * @param {(answer: unknown) => boolean} isDocumented the peer's own schema of the body
 * @param {{ status: number, headers?: any, body: string, truncated?: boolean } | null} response @param {any} [input]
 */
export function readAnswer(id, account, isDocumented, response, input) {
  const reader = /** @type {Reader} */ (READERS[id]);
  const status = response?.status ?? 0;
  const header = headerOf(response?.headers);
  const lost =
    response === null ||
    response.truncated === true ||
    status === 408 ||
    !((status >= 200 && status < 300) || (status >= 400 && status < 500));
  let body;
  try {
    body = response === null ? undefined : exactJson(response.body);
  } catch {
    body = undefined;
  }
  const isObject = typeof body === "object" && body !== null && !Array.isArray(body);
  const documented = isObject && isDocumented(body);
  const details = documented ? decode(reader, body, account) : isObject ? { other: body } : {};
  const own = documented ? reader.reason(details, status) : undefined;
  const plain = { code: `http_${status}`, message: `the provider answered ${status}` };
  /** @param {Reason} why @returns {Verdict} */
  const unknown = (why) => {
    const because = "the money may move: query the payment";
    return { kind: "unknown", advice: "query-first", because, reason: why };
  };
  /** @returns {Verdict} */
  const judge = () => {
    if (response === null) return unknown({ code: "no_response", message: "no answer arrived" });
    if (response.truncated) return unknown({ code: "truncated", message: "the body broke off" });
    if (lost) return unknown(own ?? plain);
    if (status === 429) {
      return { kind: "throttled", advice: "resend", because: "it was turned away", reason: own ?? plain };
    }
    if (status === 409) return reader.conflict?.(details, own) ?? unknown(own ?? plain);
    if (status >= 400) {
      return { kind: "rejected", advice: "fix-first", because: "it was refused", reason: own ?? plain };
    }
    if (!documented) return unknown({ code: "not_json", message: "the body is no documented object" });
    if (typeof body.error === "object" && body.error !== null) {
      return unknown(own ?? { code: "error_in_success", message: "an error came with a success status" });
    }
    if (status > 202) return unknown(plain);
    const judged = reader.success(details, status);
    if (judged && "kind" in judged) return judged;
    return unknown(judged ?? own ?? { code: "not_documented", message: "no sign of success" });
  };
  const verdict = judge();
  if (lost && reader.key !== undefined && input?.[reader.key] !== undefined) {
    verdict.advice = "resend-same-key";
    verdict.because = "a key that was processed is answered 409";
  }
  const waits = verdict.kind === "throttled" || (verdict.kind === "unknown" && lost);
  const correlationId = reader.correlation?.(details, header);
  const afterSeconds = waits ? seconds(header("retry-after"), header("date")) : undefined;
  return {
    kind: verdict.kind,
    provider: id.slice(0, id.indexOf(".")),
    operation: id,
    httpStatus: response === null ? null : status,
    ...(correlationId !== undefined && { correlationId }),
    ...(verdict.reason && { reason: verdict.reason }),
    ...(verdict.kind === "rejected" && { issues: reader.issues?.(details) ?? [] }),
    details,
    mismatches: input === undefined ? [] : (reader.echo?.(input, details) ?? []),
    retry: {
      advice: verdict.advice,
      ...(afterSeconds !== undefined && { afterSeconds }),
      because: verdict.because,
    },
    body: response?.body ?? "",
  };
}
