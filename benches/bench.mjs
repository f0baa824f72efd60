// @ts-check
/**
 * `npm run bench`: amends beside what a team would write instead, doing the same work, in one run.
 * `-- --rounds=9`, `-- --only=node,bun`, `-- --write` (into BENCHMARKS.md). Speed is never a test: a missed bar is
 * marked, and the exit code is 0.
 */
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ensureBuilt } from "../scripts/build.mjs";
import { root, StepError, say, script, seconds } from "../scripts/lib/run.mjs";
import { checkCargo } from "../scripts/lib/toolchain.mjs";
import { bundleOf, folder, installPeers, makeBundles, SUBJECTS } from "./lib/bundles.mjs";
import { compare } from "./lib/gate.mjs";
import { measured, nativeProgram, runtimes } from "./lib/programs.mjs";
import { memoryRow, sizeRow, table, timeRows } from "./lib/table.mjs";
import { bulk, tasks } from "./process/tasks.mjs";

const LINES = 100_000;
const COLD_RUNS = 3;
const MARKS = ["<!-- bench: made by `npm run bench -- --write` -->", "<!-- /bench -->"];

/** @typedef {import("./lib/table.mjs").Samples} Samples */

await script(async () => {
  const { rounds, only, write } = options(process.argv.slice(2));
  const begun = Date.now();
  const { note } = await ensureBuilt();
  await installPeers();
  const native = await nativeProgram();
  const found = await runtimes(only);
  const sizes = await makeBundles();

  const work = tasks();
  const lines = bulk(LINES / work.requests.length);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "tasks.json"), JSON.stringify(work));
  for (const [id, text] of Object.entries(lines)) writeFileSync(join(folder, `${id}.ndjson`), text);

  say("- every subject on every input, answer and line …");
  const all = await subjects(work);
  compare(all, work, lines);
  const written = Object.entries(lines).map(([id, text]) => [
    id,
    all[0]?.operations[id].requests(new TextEncoder().encode(text)).length,
  ]);
  assert.deepEqual(measured(native, ["written", folder]), Object.fromEntries(written), "native differs");
  say("  all do the same");

  const machine = `${availableParallelism()} cores, ${process.platform} ${process.arch}; ${note}; ${checkCargo().replace(/ \(.*/, "")} for native`;
  /** @type {{ name: string, samples: Samples, rows: import("./lib/table.mjs").Row[] }[]} */
  const results = [];
  for (const runtime of found) {
    const name = `${runtime.name} ${runtime.version}`;
    const samples = measureAll(runtime, rounds, native);
    const rows = timeRows(samples);
    if (runtime.name === "Node") {
      rows.push(sizeRow(sizes));
      say("- Node: a million calls …");
      const memory = join(root, "benches/process/memory.mjs");
      rows.push(memoryRow(measured(process.execPath, ["--expose-gc", memory, bundleOf("amends"), folder])));
    }
    results.push({ name, samples, rows });
  }

  const text = [
    `${rounds} rounds, a process a subject and round; ${machine}.`,
    ...results.map(({ name, rows }) => `### ${name}\n\n${table(rows)}`),
  ].join("\n\n");
  say(`\n${text}\n`);
  const missed = results.flatMap(({ name, rows }) =>
    rows.filter(({ verdict }) => verdict === "MISSED").map(({ task }) => `${name}: ${task}`),
  );
  say(missed.length === 0 ? "Every bar holds." : `MISSED ${missed.length} bars:\n  ${missed.join("\n  ")}`);
  const json = join(root, "target", "bench.json");
  writeFileSync(json, `${JSON.stringify({ rounds, machine, sizes, results }, null, 2)}\n`);
  if (write) writeTable(text);
  say(`target/bench.json written; all of it took ${seconds(Date.now() - begun)}`);
});

/** @param {string[]} given */
function options(given) {
  let rounds = 5;
  let only = ["node", "bun", "deno"];
  let write = false;
  for (const option of given) {
    const [, name, value = ""] = /^--(rounds|only|write)(?:=(.+))?$/.exec(option) ?? [];
    if (name === "rounds" && Number(value) >= 1) rounds = Number(value);
    else if (name === "only" && value !== "") only = value.split(",");
    else if (name === "write") write = true;
    else
      throw new StepError(`unknown option ${option}: \`--rounds=5\`, \`--only=node,bun,deno\`, \`--write\``);
  }
  return { rounds, only, write };
}

/** @param {import("./process/tasks.mjs").Tasks} tasks */
async function subjects({ accounts }) {
  return Promise.all(
    SUBJECTS.map(async (name) => {
      const { connect } = await import(pathToFileURL(bundleOf(name)).href);
      const all = Object.entries(accounts).map(([provider, account]) => connect(provider, account));
      return { name, operations: Object.assign({}, ...all) };
    }),
  );
}

/**
 * Each round starts with another subject, so that a busy moment of the machine hits all of them alike.
 * @param {import("./lib/programs.mjs").Runtime} runtime @param {number} rounds @param {string} native
 */
function measureAll({ name, command, first }, rounds, native) {
  /** @type {Samples} */
  const samples = {};
  /** @param {string} subject @param {Record<string, number>} results */
  const take = (subject, results) => {
    for (const [task, time] of Object.entries(results)) {
      samples[task] ??= {};
      samples[task][subject] ??= [];
      samples[task][subject].push(time);
    }
  };
  const program = (/** @type {string} */ file) => [...first, join(root, "benches/process", file)];
  for (let round = 0; round < rounds; round += 1) {
    const begun = Date.now();
    const all = [...SUBJECTS, "native"];
    for (const subject of [...all.slice(round % all.length), ...all.slice(0, round % all.length)]) {
      if (subject === "native") {
        for (const part of ["calls", "bulk"]) take(subject, measured(native, [part, folder]));
        continue;
      }
      const bundle = bundleOf(/** @type {import("./lib/bundles.mjs").Name} */ (subject));
      for (const part of ["calls", "bulk"]) {
        take(subject, measured(command, [...program("run.mjs"), part, bundle, folder]));
      }
      for (let run = 0; run < COLD_RUNS; run += 1) {
        const { cold = Number.NaN } = measured(command, [...program("cold.mjs"), bundle, folder]);
        take(subject, { "cold start": cold });
      }
    }
    say(`- ${name}, round ${round + 1} of ${rounds}: ${seconds(Date.now() - begun)}`);
  }
  return samples;
}

/** @param {string} text */
function writeTable(text) {
  const path = join(root, "BENCHMARKS.md");
  const [start = "", end = ""] = MARKS;
  const old = existsSync(path) ? readFileSync(path, "utf8") : "";
  const [before, rest = ""] = old.split(start);
  const after = rest.split(end)[1];
  if (before === undefined || after === undefined) {
    throw new StepError(`BENCHMARKS.md has no place for the table: write the lines ${start} and ${end}`);
  }
  writeFileSync(path, `${before}${start}\n\n${text}\n\n${end}${after}`);
}
