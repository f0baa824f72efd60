// @ts-check
/** What is measured, and on which values. Made once by the bench and handed to every subject as JSON. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../scripts/lib/run.mjs";

/** @typedef {{ name: string, id: string, input: any }} RequestTask */
/** @typedef {{ name: string, id: string, response: any, input: any }} OutcomeTask */
/** @typedef {{ accounts: Record<string, object>, requests: RequestTask[], refused: RequestTask[], outcomes: OutcomeTask[] }} Tasks */

/** @type {Record<string, object>} */
const ACCOUNTS = {
  worldpay: { environment: "try", username: "bench", password: "pass-phrase" },
  paywall: { environment: "test", apiKeyPublic: "public-key", apiClientPublic: "public-client" },
  primer: { environment: "sandbox", apiKey: "key-of-the-bench" },
  simpleps: { environment: "sandbox", accessToken: "token-of-the-bench" },
};

/** @type {Record<string, any>} */
const INPUTS = {
  "worldpay.partialRefund": {
    linkData: "eyJrIjoiazNhYjYzMiIsImxpbmtWZXJzaW9uIjoiNS4wLjAifQ%3D%3D.kept%3Afrom%2Blast%3Dlink",
    reference: "refund-4711",
    value: { currency: "GBP", amount: 250 },
  },
  "worldpay.partialSettlement": {
    linkData: "eyJrIjoiazNhYjYzMiIsImxpbmtWZXJzaW9uIjoiNS4wLjAifQ%3D%3D.kept%3Afrom%2Blast%3Dlink",
    reference: "settlement-4711-1",
    sequence: { number: 1, total: 3 },
    value: { currency: "EUR", amount: 12_050 },
  },
  "paywall.apmPartialRefund": { UniqueCode: "5f0c1d2e-3a4b-4c5d-8e6f-7a8b9c0d1e2f", Amount: "12.50" },
  "primer.refund": {
    id: "Xk29PmQ1",
    idempotencyKey: "refund-4711-a",
    amount: 700,
    orderId: "order-4711",
    reason: "two of three came broken",
  },
  "simpleps.refund": { externalPaymentId: "order-20310506-7", amount: { total: "40.00", currency: "EUR" } },
};

/** Three mistakes: an empty reference, a currency that nobody knows, an amount of nothing. */
const REFUSED = {
  linkData: INPUTS["worldpay.partialRefund"].linkData,
  reference: "",
  value: { currency: "GBX", amount: 0 },
};

/** Golden vectors: every documented success, and one error an operation. */
const OUTCOMES = [
  ["worldpay.partialRefund", "outcome-accepted-documented", "outcome-rejected-400"],
  ["worldpay.partialSettlement", "outcome-accepted-documented", "outcome-rejected-400"],
  ["paywall.apmPartialRefund", "completed-object", "completed-string", "declined"],
  ["primer.refund", "outcome-completed-documented", "outcome-accepted-no-list", "outcome-rejected-422"],
  ["simpleps.refund", "completed-full", "completed-part", "rejected-400-pay-020"],
];

/** @returns {Tasks} */
export function tasks() {
  const vector = (/** @type {string} */ id, /** @type {string} */ name) =>
    JSON.parse(readFileSync(join(root, "tests/vectors", id, `${name}.json`), "utf8"));
  return {
    accounts: ACCOUNTS,
    requests: Object.entries(INPUTS).map(([id, input]) => ({ name: `request ${id}`, id, input })),
    refused: ["validate", "request"].map((call) => ({
      ...{ name: `refused by ${call}`, id: "worldpay.partialRefund", input: REFUSED },
    })),
    outcomes: OUTCOMES.flatMap(([id = "", ...names]) =>
      names.map((name) => {
        const { response, input } = vector(id, name);
        const kind = name.replace(/^outcome-/, "").replace(/-documented$/, "");
        return { name: `outcome ${id} ${kind}`, id, response, input: input ?? INPUTS[id] };
      }),
    ),
  };
}

/** A generator of numbers that is the same everywhere (mulberry32). @param {number} seed */
function random(seed) {
  let state = seed;
  return (/** @type {number} */ below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const WORDS = [
  "broken",
  "späte Lieferung",
  "返品",
  'said "no"',
  "back\\slash",
  "two of three",
  "☕ cold",
  "size",
];
const CODES = ["GBP", "EUR", "USD", "PLN", "CHF", "SEK", "TRY", "DKK"];

/** @typedef {(below: number) => number} Pick */
/** @type {Record<string, (pick: Pick, line: number) => any>} */
const LINES = {
  "worldpay.partialRefund": (pick, line) => ({
    linkData: `eyJrIjoiazNhYjYzMiJ9%3D%3D.${line}%3A${pick(1e6)}%2B${pick(1e6)}`,
    reference: `refund-${line}-${WORDS[pick(WORDS.length)]}`,
    value: {
      ...{ currency: CODES[pick(CODES.length)], amount: 1 + pick(1e6) },
      ...(pick(4) === 0 && { acceptPartialAmount: pick(2) === 0 }),
    },
  }),
  "worldpay.partialSettlement": (pick, line) => {
    const total = 1 + pick(5);
    return {
      linkData: `eyJrIjoiazNhYjYzMiJ9%3D%3D.${line}%3A${pick(1e6)}`,
      reference: `settlement ${line}, ${WORDS[pick(WORDS.length)]}`,
      ...(pick(2) === 0 && { sequence: { number: 1 + pick(total), total } }),
      value: { currency: CODES[pick(CODES.length)], amount: 1 + pick(1e7) },
    };
  },
  "paywall.apmPartialRefund": (pick, line) => ({
    UniqueCode: `5f0c1d2e-3a4b-4c5d-8e6f-${String(line).padStart(12, "0")}`,
    Amount: pick(3) === 0 ? 1 + pick(900) : `${pick(1000)}.${String(1 + pick(99)).padStart(2, "0")}`,
  }),
  "primer.refund": (pick, line) => ({
    id: `pay/${line}-${pick(1e6)}`,
    ...(pick(4) > 0 && { idempotencyKey: `key-${line}` }),
    ...(pick(3) > 0 ? { amount: 1 + pick(1e6) } : pick(2) === 0 && { amount: "remaining" }),
    ...(pick(3) > 0 && { orderId: `order ${pick(1e6)}` }),
    ...(pick(2) > 0 && { reason: WORDS[pick(WORDS.length)] }),
    ...(pick(8) === 0 && { expand: ["transactions.events"] }),
  }),
  "simpleps.refund": (pick, line) => {
    const amount = {
      total: `${pick(1000)}.${String(1 + pick(99)).padStart(2, "0")}`,
      ...(pick(2) === 0 && { currency: CODES[pick(CODES.length)] }),
    };
    return {
      externalPaymentId: `order ${line}`,
      ...(pick(5) > 0 && { amount: pick(6) === 0 ? "full" : amount }),
    };
  },
};

/** What people get wrong: an input, spoilt. @type {((input: any, pick: Pick) => string)[]} */
const MISTAKES = [
  (input) => JSON.stringify({ ...input, note: "not documented" }),
  (input) => JSON.stringify({ ...input, [Object.keys(input)[0] ?? ""]: null }),
  (input) => JSON.stringify({ ...input, [Object.keys(input)[0] ?? ""]: "line\nend" }),
  (input) => JSON.stringify(Object.fromEntries(Object.entries(input).slice(1))),
  (input) => JSON.stringify({ ...input, [Object.keys(input)[0] ?? ""]: "", extra: 1, more: 2 }),
  (input) => JSON.stringify(input).slice(0, -1),
  (input) =>
    JSON.stringify({ ...input, ...(input.value && { value: { currency: "GBX", amount: 0 } }), x: {} }),
];

/** NDJSON for each operation, every twentieth line of it bad. @param {number} lines of each @returns {Record<string, string>} */
export function bulk(lines) {
  return Object.fromEntries(
    Object.entries(LINES).map(([id, make]) => {
      const pick = random(4711);
      const texts = Array.from({ length: lines }, (_, line) => {
        const input = make(pick, line);
        const spoil = line % 20 === 7 ? MISTAKES[pick(MISTAKES.length)] : undefined;
        return spoil ? spoil(input, pick) : JSON.stringify(input);
      });
      return [id, `${texts.join("\n")}\n`];
    }),
  );
}
