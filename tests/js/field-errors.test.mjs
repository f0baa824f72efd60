// @ts-check
// A field error that repeats what the reason says is told in few words between the two sides, and its path as steps and as
// a pointer. Every mixture of what an entry may say, compared with what RFC 6901 and the answer's own words make of it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { amends } from "./amends.mjs";

const { partialRefund } = amends.worldpay({ environment: "try", username: "u", password: "p" });

const CODE = "bodyDoesNotMatchSchema";
const MESSAGE = 'The "body" is wrong';
/** What an entry says: what the reason says, something else, something empty, nothing. */
const CODES = [CODE, "fieldIsMissing", "", undefined];
const MESSAGES = [MESSAGE, "späte\nLieferung", "", undefined];

/** As Worldpay names a field, and the way there. @type {[string, (string | number)[]][]} */
const PATHS = [
  ["$", []],
  ["$.value.amount", ["value", "amount"]],
  ["$['a/b']['~c~/']", ["a/b", "~c~/"]],
  ["$.expand[0]['é\"☕'][12]", ["expand", 0, 'é"☕', 12]],
  ["value.amount", []],
];

/** RFC 6901. @param {(string | number)[]} path */
const pointer = (path) =>
  path.map((step) => `/${String(step).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");

const entries = CODES.flatMap((errorName) => MESSAGES.map((message) => ({ errorName, message })));

/** @param {object[]} validationErrors */
function issuesOf(validationErrors) {
  const body = JSON.stringify({ errorName: CODE, message: MESSAGE, validationErrors });
  const outcome = partialRefund.outcome({ status: 400, body });
  assert.equal(outcome.kind, "rejected");
  assert.deepEqual(outcome.reason, { code: CODE, message: MESSAGE });
  assert.deepEqual(outcome.details.validationErrors, JSON.parse(body).validationErrors);
  return outcome.issues;
}

test("every mixture of code, message and path is told as the answer has it", () => {
  const given = entries.flatMap((entry) => PATHS.map(([jsonPath, path]) => ({ ...entry, jsonPath, path })));
  const expected = given.map(({ errorName, message, path }) => ({
    code: "provider",
    path,
    pointer: pointer(path),
    message: message ?? errorName ?? "the provider gave no message",
    ...(errorName !== undefined && { providerCode: errorName }),
  }));
  const sent = given.map(({ path: _, ...entry }) => entry);
  assert.deepStrictEqual(issuesOf(sent), expected);
  // And each by itself, twice: the reason is not said again.
  for (const [at, entry] of sent.entries()) {
    for (let time = 0; time < 2; time += 1) assert.deepStrictEqual(issuesOf([entry]), [expected[at]]);
  }
});

test("where there is no entry, there is no issue", () => {
  assert.deepStrictEqual(issuesOf([]), []);
});
