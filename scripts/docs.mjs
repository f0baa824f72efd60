// @ts-check
/** `npm run docs`: writes the README's tables of what is covered and where it runs; with `--check` only says whether they are current. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { columns, ENTRIES, ROWS } from "../tests/packaging/matrix.mjs";
import { ensureBuilt } from "./build.mjs";
import { root, StepError, say, script } from "./lib/run.mjs";

/**
 * @typedef {object} Field
 * @property {string} name
 * @property {boolean} required
 * @property {string} kind
 * @property {string} place
 * @property {string} [header]
 * @property {string} [word]
 * @property {string} [form]
 * @property {boolean} [mayBeEmpty]
 * @property {number} [advisedMaxLength]
 * @property {number | string} [min]
 * @property {number | string} [max]
 * @property {string} [currencyField]
 * @property {string} [apiVersion]
 * @property {Field[]} [fields]
 */
/** @typedef {{ id: string, document: string, fields: Field[], rules: string[], statuses: number[], details: string[] }} Operation */

await script(async () => {
  await ensureBuilt();
  const { describe } = await import("../dist/index.js");
  const { providers } = /** @type {{ providers: { operations: Operation[] }[] }} */ (describe());
  const operations = providers.flatMap((provider) => provider.operations);
  const tables = [
    "| operation | field | rules |",
    "|---|---|---|",
    ...operations.flatMap(fieldRows),
    "",
    "| operation | statuses the document names | read as, by status, in the golden vectors | vectors |",
    "|---|---|---|---|",
    ...operations.map(statusRow),
  ].join("\n");
  const path = join(root, "README.md");
  const text = readFileSync(path, "utf8");
  const current = between(between(text, "covered", tables), "runs", matrix());
  if (current === text) return say("README.md is current");
  if (process.argv.includes("--check")) {
    throw new StepError("README.md does not show what is covered now: run `npm run docs`");
  }
  writeFileSync(path, current);
  say("README.md written");
});

/** Replaces what stands between two marks. @param {string} text @param {string} mark @param {string} tables */
function between(text, mark, tables) {
  const block = new RegExp(`(<!-- ${mark}: [^>]*-->\\n)[^]*(<!-- /${mark} -->)`);
  if (!block.test(text)) throw new StepError(`README.md has lost its mark <!-- ${mark}: … -->`);
  return text.replace(block, (_, start, end) => `${start}\n${tables}\n\n${end}`);
}

/** Where which entry runs: the cells that `npm test` runs. */
function matrix() {
  const row = (/** @type {string[]} */ cells) => `| ${cells.join(" | ")} |`;
  return [
    row(["", ...columns((entry) => ENTRIES[entry])]),
    row(["---", ...columns(() => ":-:")]),
    ...ROWS.map(({ name, entries }) =>
      row([name, ...columns((entry) => (entries.includes(entry) ? "ok" : "-"))]),
    ),
  ].join("\n");
}

/** @param {Operation} operation */
function fieldRows({ id, fields, rules }) {
  const rows = fields.flatMap((field) => flat(field));
  if (rules.length > 0) rows.push(["", rules.join(" ")]);
  return rows.map(([name, rule], index) => `| ${index === 0 ? `\`${id}\`` : ""} | ${name} | ${rule} |`);
}

/** @param {Field} field @param {string} [above] @returns {string[][]} */
function flat(field, above = "") {
  const path = above === "" ? field.name : `${above}.${field.name}`;
  const where =
    field.place === "body" ? "" : field.place === "path" ? ", in the path" : `, header \`${field.header}\``;
  const version = field.apiVersion === undefined ? "" : `, API version ${field.apiVersion} only`;
  const rule = `${field.required ? "required" : "optional"}: ${ruleOf(field)}${where}${version}`;
  return [[`\`${path}\``, rule], ...(field.fields ?? []).flatMap((inner) => flat(inner, path))];
}

/** @param {Field} field */
function ruleOf(field) {
  const word = field.word === undefined ? "" : `\`"${field.word}"\` or `;
  return word + kindOf(field);
}

/** @param {Field} field */
function kindOf({ kind, form, mayBeEmpty, advisedMaxLength, min, max, currencyField }) {
  switch (kind) {
    case "text": {
      const forms = {
        free: "text without control characters",
        segment: "text, percent-encoded once, no dot segment",
        encoded: "percent-encoded text, byte for byte, one segment",
        token: "visible ASCII",
        uuid: "UUID",
      };
      const long = advisedMaxLength === undefined ? "" : `, a warning beyond ${advisedMaxLength} characters`;
      return `${forms[/** @type {keyof typeof forms} */ (form)]}${mayBeEmpty ? "" : ", not empty"}${long}`;
    }
    case "minor":
      return `integer in minor units, 1 to ${max}`;
    case "major":
      return `exact decimal above 0, with the decimals of ${currencyField ? `\`${currencyField}\`` : "the account's exponent"}`;
    case "integer":
      return `integer, ${min} to ${max}`;
    case "currency":
      return "code of ISO 4217 or of the account; a warning where its exponent is disputed";
    case "flag":
      return "true or false";
    case "texts":
      return "list of texts";
    default:
      return kind;
  }
}

/** @param {Operation} operation */
function statusRow({ id, statuses }) {
  const folder = join(root, "tests/vectors", id);
  const files = readdirSync(folder);
  /** @type {Map<string, Set<string>>} */
  const kinds = new Map();
  for (const file of files) {
    const { outcome } = JSON.parse(readFileSync(join(folder, file), "utf8"));
    if (outcome === undefined) continue;
    const status = outcome.httpStatus === null ? "none" : String(outcome.httpStatus);
    kinds.set(status, (kinds.get(status) ?? new Set()).add(outcome.kind));
  }
  const missing = statuses.filter((status) => !kinds.has(String(status)));
  if (missing.length > 0) throw new StepError(`${id} has no vector for status ${missing.join(", ")}`);
  const seen = [...kinds].sort(([a], [b]) => a.localeCompare(b, "en", { numeric: true }));
  const cells = seen.map(([status, names]) => `${status} ${[...names].sort().join("/")}`);
  return `| \`${id}\` | ${statuses.join(", ")} | ${cells.join("; ")} | ${files.length} |`;
}
