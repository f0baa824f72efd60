// @ts-check
// Refunds every line of a file at Worldpay: {"linkData":"…","reference":"…","value":{"currency":"GBP","amount":250}}
//
//   npm install amends
//   WORLDPAY_USERNAME=… WORLDPAY_PASSWORD=… node refund-file.mjs refunds.ndjson
//
// Run it again as often as you like, one run at a time: a journal beside the file knows what became of each reference.
// What is about to be sent is written there first, so neither a crash nor a lost answer ever refunds twice.
import { fsyncSync, openSync, readFileSync, writeSync } from "node:fs";
import { money, readResponse, worldpay } from "amends";

const [path = "refunds.ndjson"] = process.argv.slice(2);
const { WORLDPAY_USERNAME: username = "", WORLDPAY_PASSWORD: password = "" } = process.env;
const { partialRefund } = worldpay({ environment: "try", username, password });

/** @param {string} file */
const read = (file) => {
  const lines = readFileSync(file, "utf8").split("\n");
  return lines.filter((line) => line.trim() !== "").map((line) => JSON.parse(line));
};

const inputs = read(path);
const wrong = inputs.flatMap((input, at) => {
  const result = partialRefund.validate(input);
  const issues = result.ok ? [] : result.issues.map(({ message }) => message);
  if (inputs.findIndex(({ reference }) => reference === input.reference) < at)
    issues.push("`reference` is not new");
  return issues.map((message) => `refund ${at + 1}: ${message}`);
});
if (wrong.length > 0) {
  console.error(`Nothing was sent.\n${wrong.join("\n")}`);
  process.exit(1);
}

const journal = openSync(`${path}.journal`, "a");
const known = new Map(read(`${path}.journal`).map((entry) => [entry.reference, entry]));
/** @param {{ reference: string, value: object, kind: string, advice: string, because: string }} entry */
const note = (entry) => {
  writeSync(journal, `${JSON.stringify(entry)}\n`);
  fsyncSync(journal);
  known.set(entry.reference, entry);
};

for (const input of inputs) {
  const { reference, value } = input;
  if (["resend", "fix-first"].includes(known.get(reference)?.advice ?? "resend")) {
    note({ reference, value, kind: "unknown", advice: "query-first", because: "no answer was read" });
    const request = partialRefund.request(input);
    const { kind, retry } = partialRefund.outcome(await readResponse(fetch(request.url, request)), input);
    note({ reference, value, kind, ...retry });
  }
  // What was sent, whatever the file says by now.
  const { value: sent, kind, advice, because } = known.get(reference);
  const amount = `${money.toMajor(sent.amount, sent.currency)} ${sent.currency}`;
  const next = kind === "accepted" ? "" : `; ${advice}, because ${because}`;
  console.log(`${reference}: ${amount} ${kind}${next}`);
  if (kind !== "accepted") process.exitCode = 1;
  if (kind === "throttled") break;
}
