// @ts-check
// Runs the golden vectors through the package. Nothing of a runtime is imported, so it works in all of them.

/**
 * @typedef {typeof import("../../dist/index.js")} Amends
 * @typedef {object} Vector
 * @property {string} name `<operation's id>/<file>`, or `accounts/<file>`
 * @property {string} about
 * @property {any} account
 * @property {any} [input]
 * @property {string} [inputText] JSON text, where parsing would lose what the vector is about
 * @property {any} [request]
 * @property {any} [issues]
 * @property {any} [warnings] left out: none
 * @property {any} [response] null: none arrived
 * @property {any} [outcome]
 */

/**
 * @param {Amends} amends @param {Vector[]} vectors
 * @returns {string[]} what went wrong, a line each; empty if all is well
 */
export function runVectors(amends, vectors) {
  const failures = missing(amends, vectors);
  for (const vector of vectors) {
    try {
      for (const failure of run(amends, vector)) failures.push(`${vector.name}: ${failure}`);
    } catch (error) {
      failures.push(`${vector.name}: ${error}`);
    }
  }
  return failures;
}

/**
 * The operations that have no vectors, and the folders that belong to no operation.
 * @param {Amends} amends @param {Vector[]} vectors
 */
function missing(amends, vectors) {
  const known = operations(amends).map(({ id }) => id);
  const folders = new Set(vectors.map(({ name }) => name.slice(0, name.indexOf("/"))));
  folders.delete("accounts");
  return [
    ...known.filter((id) => !folders.has(id)).map((id) => `${id}: no vectors`),
    ...[...folders].filter((id) => !known.includes(id)).map((id) => `${id}: no such operation`),
  ];
}

/** @param {Amends} amends @returns {{ id: string, provider: string }[]} */
function operations(amends) {
  const providers = /** @type {{ name: string, operations: { id: string }[] }[]} */ (
    amends.describe().providers
  );
  return providers.flatMap(({ name, operations }) => operations.map(({ id }) => ({ id, provider: name })));
}

/** @param {Amends} amends @param {Vector} vector @returns {string[]} */
function run(amends, vector) {
  const [id = ""] = vector.name.split("/");
  if (id === "accounts") return runAccount(amends, vector);
  const [provider, name = ""] = id.split(".");
  if (provider !== vector.account.provider) return [`stands in the folder of another provider`];
  const client = amends.connect(vector.account);
  const operation = /** @type {any} */ (client)[name];
  if (operation === undefined) return ["no such operation"];
  if ("outcome" in vector) return runOutcome(operation, vector);
  return [
    ...("input" in vector ? runInput(amends, operation, vector) : []),
    ...runLine(client, operation, vector),
  ];
}

/** @param {Amends} amends @param {Vector} vector */
function runAccount(amends, { account, issues }) {
  // An object cannot hold a name twice: only the file's text does, and nothing here takes accounts as text.
  if (issues.some((/** @type {any} */ { code }) => code === "duplicate_field")) return [];
  const error = thrown(() => amends.connect(account));
  if (error === undefined) return ["the account was taken"];
  if (!(error instanceof amends.InvalidAccountError)) return [`not an InvalidAccountError: ${error}`];
  return difference(error.issues, issues, "issues");
}

/** @param {any} operation @param {Vector} vector */
function runOutcome(operation, { response, input, inputText, outcome }) {
  const sent = inputText === undefined ? input : parsed(inputText);
  const read = operation.outcome(response, ...(sent === undefined ? [] : [sent]));
  return [
    ...difference(read, outcome, "outcome"),
    ...difference(read.body, response === null ? "" : response.body, "outcome.body"),
  ];
}

/** What is no JSON stays the text it is: an input like any other that was never sent. @param {string} text */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** @param {Amends} amends @param {any} operation @param {Vector} vector */
function runInput(amends, operation, { input, request, issues, warnings = [] }) {
  const found = operation.validate(input);
  const error = thrown(() => operation.request(input));
  if (issues !== undefined) {
    if (!(error instanceof amends.InvalidInputError)) return [`not an InvalidInputError: ${error}`];
    return [
      ...difference(error.issues, issues, "issues"),
      ...difference(found, { ok: false, issues, warnings }, "validate"),
    ];
  }
  if (error !== undefined) return [`the input was refused: ${error}`];
  return [
    ...difference(plain(operation.request(input)), request, "request"),
    ...difference(found, { ok: true, value: input, warnings }, "validate"),
  ];
}

/**
 * The same input as a line of text: bulk output holds no credentials, and `authorize` adds them. It is the
 * second line, because a byte order mark may stand before the first.
 * @param {any} client @param {any} operation @param {Vector} vector
 */
function runLine(client, operation, { input, inputText, request, issues }) {
  const line = inputText ?? JSON.stringify(input);
  if (line.includes("\n")) return ["its text is no line of NDJSON"];
  const output = new TextDecoder().decode(operation.requests(new TextEncoder().encode(`\n${line}`)));
  if (line.trim() === "") return difference(output, "", "requests");
  const answer = JSON.parse(output);
  if (issues !== undefined) return difference(answer, { line: 2, issues }, "requests");
  if (answer.request === undefined) return [`the line was refused: ${output}`];
  const stored = Object.keys(answer.request.headers);
  const credentials = Object.keys(request.headers).filter((name) => !PUBLIC.includes(name.toLowerCase()));
  return [
    ...difference(plain(client.authorize(answer.request)), request, "requests, authorize"),
    ...credentials
      .filter((name) => stored.includes(name))
      .map((name) => `requests: ${name} is in the output`),
  ];
}

/** The headers that hold no credential. */
const PUBLIC = ["content-type", "wp-api-version", "x-api-version", "x-idempotency-key"];

/** A request without what hides its credentials from printing. @param {any} request */
function plain({ headers, ...rest }) {
  return { ...rest, headers: { ...headers } };
}

/** @param {() => unknown} act @returns {any} */
function thrown(act) {
  try {
    act();
    return undefined;
  } catch (error) {
    return error;
  }
}

/**
 * Where two JSON values differ; the order of an object's members does not count.
 * @param {unknown} actual @param {unknown} expected @param {string} at
 * @returns {string[]}
 */
export function difference(actual, expected, at) {
  if (isObject(actual) && isObject(expected) && Array.isArray(actual) === Array.isArray(expected)) {
    const names = new Set([...Object.keys(actual), ...Object.keys(expected)]);
    return [...names].flatMap((name) => {
      if (!Object.hasOwn(actual, name)) return [`${at}.${name} is missing, not ${show(expected[name])}`];
      if (!Object.hasOwn(expected, name)) return [`${at}.${name} is ${show(actual[name])}, not missing`];
      return difference(actual[name], expected[name], `${at}.${name}`);
    });
  }
  return Object.is(actual, expected) ? [] : [`${at} is ${show(actual)}, not ${show(expected)}`];
}

/** @param {unknown} value @returns {value is Record<string, unknown>} */
function isObject(value) {
  return typeof value === "object" && value !== null;
}

/** @param {unknown} value */
function show(value) {
  return JSON.stringify(value) ?? String(value);
}
