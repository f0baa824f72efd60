// @ts-check
/**
 * `npm run mutants`: changes src/core and src/providers in nearly two thousand places, one at a time, and runs the native
 * tests on each. What no test notices is a survivor: few may be left, and tests/MUTANTS.md says why.
 *
 *   npm run mutants -- --shard=0/8                 an eighth of them
 *   npm run mutants -- --file=src/core/url.rs      those of one file
 *   npm run mutants -- --jobs=4                    more at a time than one for every two cores
 *
 * `.cargo/mutants.toml` says what is left out.
 */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { root, StepError, say, script, seconds } from "./lib/run.mjs";
import { checkCargo } from "./lib/toolchain.mjs";
import { cargoMutants } from "./lib/tools.mjs";

/** At most this share of what compiles may survive. */
const MOST = 0.05;
const LIST = "tests/MUTANTS.md";
const OPTIONS = ["shard", "file", "jobs"];
const FILES = ["src/core/**/*.rs", "src/providers/**/*.rs"];

/** The tests that take a second together kill nearly all; only what they leave meets every test. */
const FAST = ["lib", "test=vectors", "test=money", "test=bulk", "test=described", "test=typed"];
const ALL = ["tests"];

/** Kilobytes a process may take: a mutant that fills the memory fails before the computer does. */
const MEMORY = 6 << 20;

/** The same random inputs each time, whatever failed before. */
const ENV = { PROPTEST_RNG_SEED: "1", PROPTEST_DISABLE_FAILURE_PERSISTENCE: "true" };

/** @typedef {{ name: string, file: string, result: string }} Mutant `name` begins with the file, line and column */

await script(async () => {
  const options = read(process.argv.slice(2));
  checkCargo();
  const program = await cargoMutants();
  const started = Date.now();
  const jobs = options.get("jobs") ?? String(Math.max(1, Math.floor(availableParallelism() / 2)));

  const { shard, file } = Object.fromEntries(options);
  // Every eighth rather than an eighth in a row: parts take equally long.
  const part = shard ? [`--shard=${shard}`, "--sharding=round-robin"] : [];
  const which = (file ? [file] : FILES).map((glob) => `--file=${glob}`);
  const first = await run(program, "fast", FAST, [`--jobs=${jobs}`, ...part, ...which]);
  const left = first.filter(({ result }) => result === "MissedMutant");
  const second = left.length > 0 ? await again(program, left, [`--jobs=${jobs}`, ...which]) : [];

  const survivors = second.filter(({ result }) => result === "MissedMutant");
  const all = [...first.filter((mutant) => !left.includes(mutant)), ...second];
  /** @param {string} wanted */
  const count = (wanted) => all.filter(({ result }) => result === wanted).length;
  const viable = all.length - count("Unviable");
  const share = survivors.length / Math.max(viable, 1);
  say(
    `${viable} viable mutants in ${seconds(Date.now() - started)}: ${count("CaughtMutant")} caught, ` +
      `${count("Timeout")} timed out, ${survivors.length} survived, ${(share * 100).toFixed(1)} %`,
  );
  const explained = readFileSync(join(root, LIST), "utf8");
  const news = survivors.filter((mutant) => !explained.includes(`\`${told(mutant)}\``));
  if (news.length > 0) {
    const names = news.map(({ name }) => name).join("\n");
    throw new StepError(`write a test for each of these, or its reason into ${LIST}`, names);
  }
  // A part may have few mutants, and more than its share of those that change nothing.
  if (share > MOST && !file && !shard)
    throw new StepError(`more than ${MOST * 100} % survived: write tests for some of them`);
});

/**
 * What the fast tests left, before all of them. None of these hangs, for the fast tests came to their end; so there is
 * much time, lest a busy computer looks like a mutant that hangs.
 * @param {string} program @param {Mutant[]} left @param {string[]} args
 */
async function again(program, left, args) {
  const names = left.map(({ name }) => name);
  const chosen = names.map((name) => `--re=^${name.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")}$`);
  const found = await run(program, "all", ALL, [...args, "--timeout-multiplier=10", ...chosen]);
  // Deleted fields of a struct come along, whatever `--re` says.
  return found.filter(({ name }) => names.includes(name));
}

/** How the list names a mutant: without its line and column, which any edit moves. @param {Mutant} mutant */
function told({ name, file }) {
  return `${file}: ${name.replace(/^.*?:\d+:\d+: /, "")}`;
}

/**
 * One run of cargo-mutants. The tests' names go to the build as well, which would make every target otherwise.
 * @param {string} program @param {string} name @param {string[]} tests @param {string[]} args
 * @returns {Promise<Mutant[]>}
 */
async function run(program, name, tests, args) {
  const folder = join(root, "target", "mutation", name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const given = [
    "mutants",
    "--colors=never",
    `--output=${folder}`,
    ...tests.map((test) => `-C=--${test}`),
    ...args,
  ];
  const [command, before] = limited(program);
  say(`- cargo mutants, ${name} tests`);
  const code = await new Promise((resolve) => {
    const child = spawn(command, [...before, ...given], {
      cwd: root,
      stdio: ["ignore", "inherit", "inherit"],
      env: { ...process.env, ...ENV },
    });
    child.on("error", () => resolve(1));
    child.on("close", resolve);
  });
  // 2 and 3: some survived or timed out.
  const results = join(folder, "mutants.out", "outcomes.json");
  if (![0, 2, 3].includes(code) || !existsSync(results)) {
    throw new StepError(`cargo mutants failed (exit code ${code}): see above, and target/mutation/${name}`);
  }
  /** @type {{ outcomes: { summary: string, scenario: "Baseline" | { Mutant: { name: string, file: string } } }[] }} */
  const { outcomes } = JSON.parse(readFileSync(results, "utf8"));
  return outcomes.flatMap(({ summary, scenario }) =>
    scenario === "Baseline"
      ? []
      : [{ name: scenario.Mutant.name, file: scenario.Mutant.file, result: summary }],
  );
}

/** A program with a bound on its memory, where a shell can set one. @param {string} program @returns {[string, string[]]} */
function limited(program) {
  if (process.platform !== "linux") return [program, []];
  return ["sh", ["-c", `ulimit -v ${MEMORY}; exec "$0" "$@"`, program]];
}

/** @param {string[]} given */
function read(given) {
  /** @type {Map<string, string>} */
  const options = new Map();
  for (const text of given) {
    const [, name = "", value = ""] = /^--([a-z]+)=(.+)$/.exec(text) ?? [];
    if (!OPTIONS.includes(name)) {
      throw new StepError(`unknown option ${text}: ${OPTIONS.map((known) => `--${known}=`).join(", ")}`);
    }
    options.set(name, value);
  }
  return options;
}
