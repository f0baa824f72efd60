// @ts-check
/**
 * Measures one subject, in a process of its own, in any runtime:
 * `run.mjs calls|bulk <bundle> <folder with tasks.json and the NDJSON>`. Prints nanoseconds by task as JSON.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { nanoseconds, warm } from "./measure.mjs";

const [part = "", bundle = "", folder = ""] = process.argv.slice(2);
/** @type {import("./tasks.mjs").Tasks} */
const tasks = JSON.parse(readFileSync(join(folder, "tasks.json"), "utf8"));
const { connect } = await import(pathToFileURL(bundle).href);

/** @type {Record<string, import("../plain/connect.mjs").Operation>} */
const operations = Object.assign(
  {},
  ...Object.entries(tasks.accounts).map(([provider, account]) => connect(provider, account)),
);
/** @param {string} id */
const operation = (id) => /** @type {import("../plain/connect.mjs").Operation} */ (operations[id]);

/** @type {Record<string, () => number>} */
const calls = {};
for (const { name, id, input } of tasks.requests) {
  const one = operation(id);
  calls[name] = () => one.request(input).url.length;
}
for (const { name, id, input } of tasks.refused) {
  const one = operation(id);
  const thrown = () => {
    try {
      return -one.request(input).url.length;
    } catch (error) {
      return /** @type {{ issues: unknown[] }} */ (error).issues.length;
    }
  };
  calls[name] = name.endsWith("validate") ? () => one.validate(input).issues?.length ?? 0 : thrown;
}
for (const { name, id, response, input } of tasks.outcomes) {
  const one = operation(id);
  calls[name] = () => one.outcome(response, input).kind.length;
}

/** @type {Record<string, number>} */
const results = {};

if (part === "calls") {
  // Engines compile what is used often, WebAssembly function by function: everything is used before anything counts.
  for (const act of Object.values(calls)) warm(act);
  for (const [name, act] of Object.entries(calls)) results[name] = nanoseconds(act);
}

if (part === "bulk") {
  const files = Object.keys(operations).map((id) => ({
    id,
    bytes: new Uint8Array(readFileSync(join(folder, `${id}.ndjson`))),
  }));
  // Each file's fastest pass after a first one: what other programs of the machine take only adds.
  results.bulk = 0;
  for (const { id, bytes } of files) {
    const times = [0, 1, 2, 3].map(() => {
      const begun = performance.now();
      if (operation(id).requests(bytes).length === 0) throw new Error("nothing was made");
      return performance.now() - begun;
    });
    results.bulk += Math.min(...times.slice(1)) * 1e6;
  }
}

console.log(JSON.stringify(results));
