// @ts-check
/** What a peer's schemas and the plain code are together: the same four calls as an operation of amends. */
import { readAnswer } from "./answer.mjs";
import { BUILD, connectAccount } from "./request.mjs";
import { issue, RULES } from "./rules.mjs";

/** @typedef {import("./rules.mjs").Issue} Issue */
/**
 * @typedef {object} Schemas what a peer brings, made on first use by operation
 * @property {Record<string, () => (input: unknown) => Issue[]>} inputs every issue of an input
 * @property {Record<string, () => (answer: unknown) => boolean>} answers whether the documented fields are of their types
 */
/**
 * @typedef {object} Operation
 * @property {(input: unknown) => { ok: boolean, issues?: Issue[] }} validate
 * @property {(input: any) => import("./request.mjs").Request} request throws an error with `issues`
 * @property {(response: any, input?: any) => any} outcome
 * @property {(lines: Uint8Array) => Uint8Array} requests
 */

class Refused extends Error {
  /** @param {Issue[]} issues */
  constructor(issues) {
    super(issues.map(({ message }) => message).join("; "));
    this.issues = issues;
  }
}

/** @param {Schemas} schemas */
export function connector({ inputs, answers }) {
  /** @param {string} provider @param {object} given @returns {Record<string, Operation>} */
  return (provider, given) => {
    const account = connectAccount(provider, given);
    const ids = Object.keys(inputs).filter((id) => id.startsWith(`${provider}.`));
    return Object.fromEntries(ids.map((id) => [id, operation(id)]));

    /** @param {string} id @returns {Operation} */
    function operation(id) {
      const build = /** @type {(typeof BUILD)[string]} */ (BUILD[id]);
      const rule = RULES[id];
      /** @type {((input: unknown) => Issue[]) | undefined} */
      let schema;
      /** @type {((answer: unknown) => boolean) | undefined} */
      let answer;
      const check = (/** @type {unknown} */ input) => {
        schema ??= inputs[id]?.();
        const issues = schema?.(input) ?? [];
        rule?.(input, issues);
        return issues;
      };
      return {
        validate(input) {
          const issues = check(input);
          return issues.length === 0 ? { ok: true } : { ok: false, issues };
        },
        request(input) {
          const issues = check(input);
          if (issues.length > 0) throw new Refused(issues);
          return build(account, input);
        },
        outcome(response, input) {
          answer ??= answers[id]?.();
          return readAnswer(id, account, answer ?? (() => false), response, input);
        },
        requests(lines) {
          const stored = { ...account, credentials: {} };
          const output = [];
          let line = 0;
          for (const text of new TextDecoder().decode(lines).split("\n")) {
            line += 1;
            if (text.trim() === "") continue;
            let input;
            try {
              input = JSON.parse(text);
            } catch {
              const issues = [issue("malformed_json", [], "must be JSON")];
              output.push(JSON.stringify({ line, issues }));
              continue;
            }
            const issues = check(input);
            output.push(
              JSON.stringify(issues.length > 0 ? { line, issues } : { line, request: build(stored, input) }),
            );
          }
          return new TextEncoder().encode(`${output.join("\n")}\n`);
        },
      };
    }
  };
}
