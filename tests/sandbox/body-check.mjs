// @ts-check
// Checks request bodies with the hand-written schemas beside this folder.

import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";

/**
 * @typedef {object} BodyFault
 * @property {string} rule the schema keyword that was broken
 * @property {string} jsonPath such as `$.value.currency`
 * @property {string | undefined} expected the type, where the rule is `type`
 * @property {string} message
 */

const ajv = new Ajv2020({ allErrors: true, strict: true });

/**
 * @param {string} operation such as `worldpay.partialRefund`
 * @returns {(body: unknown) => BodyFault[]} every fault of a body, none if the provider would take it
 */
export function bodyCheck(operation) {
  const file = new URL(`../schemas/${operation}.body.schema.json`, import.meta.url);
  const validate = ajv.compile(JSON.parse(readFileSync(file, "utf8")));
  return (body) => (validate(body) ? [] : (validate.errors ?? []).map(fault));
}

/**
 * @param {import("ajv").ErrorObject} error
 * @returns {BodyFault}
 */
function fault(error) {
  // For a missing or unknown field the error stands at its parent; the providers name the field itself.
  const field = error.params.missingProperty ?? error.params.additionalProperty;
  const pointer = error.instancePath.split("/").slice(1).map(unescapePointer);
  return {
    rule: error.keyword,
    jsonPath: jsonPath(field === undefined ? pointer : [...pointer, field]),
    expected: error.keyword === "type" ? error.params.type : undefined,
    message: error.message ?? error.keyword,
  };
}

/** @param {string} segment */
function unescapePointer(segment) {
  return segment.replaceAll("~1", "/").replaceAll("~0", "~");
}

/** @param {string[]} segments */
function jsonPath(segments) {
  const steps = segments.map((segment) => {
    if (/^\d+$/.test(segment)) return `[${segment}]`;
    return /^[A-Za-z_]\w*$/.test(segment) ? `.${segment}` : `[${JSON.stringify(segment)}]`;
  });
  return `$${steps.join("")}`;
}
