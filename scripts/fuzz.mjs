// @ts-check
/**
 * `npm run fuzz`: tries bytes nobody thought of on the three targets of fuzz/, for ten minutes.
 *
 *   npm run fuzz -- --minutes=60              longer
 *   npm run fuzz -- --target=response         one target only
 *   npm run fuzz -- --replay=<file>           once more what made a target fail
 *
 * The targets are built for libFuzzer by the ordinary compiler: `-Cpasses` makes it count what ran.
 */
import { spawn } from "node:child_process";
import {
  createWriteStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { ask, explain, root, StepError, say, script, seconds, show, step } from "./lib/run.mjs";
import { files } from "./lib/stamps.mjs";

const TARGETS = ["input", "response", "ndjson"];
/** What a crash's file, and a seed, is called: the target first. */
const CRASHES = "target/fuzz/crashes";
const SEPARATOR = "\x1e";
const NO_COMPILER = "libFuzzer needs a C++ compiler: install g++ or clang";

/** Counts the edges and compared values of everything that is compiled. */
const COVERAGE = [
  "-Cpasses=sancov-module",
  "-Cllvm-args=-sanitizer-coverage-level=4",
  "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
  "-Cllvm-args=-sanitizer-coverage-pc-table",
  "-Cllvm-args=-sanitizer-coverage-trace-compares",
  // The package is built as a shared library, too; only the targets have the counting code.
  ...(process.platform === "darwin" ? ["-Clink-args=-Wl,-undefined,dynamic_lookup"] : []),
];

/** Why there can be no fuzzing here, or "". */
export function fuzzLacks() {
  if (process.platform === "win32") return "libFuzzer is not set up for Windows";
  const compilers = [process.env.CXX, "c++", "g++", "clang++"];
  return compilers.some((name) => name && ask(name, ["--version"]).ok) ? "" : NO_COMPILER;
}

/**
 * The check of `npm test`: the same tries each time, a few seconds long, from the seeds alone.
 * @returns {Promise<void | string>} why it was left out
 */
export async function fuzzBriefly() {
  const lacks = fuzzLacks();
  if (lacks) return lacks;
  const programs = await build();
  const corpus = join(root, "target", "fuzz", "brief");
  rmSync(corpus, { recursive: true, force: true });
  await run(programs, TARGETS, corpus, ["-seed=1", "-max_total_time=20"]);
}

/** Builds the targets. @returns {Promise<(target: string) => string>} a target's program */
async function build() {
  const host = /^host: (.+)$/m.exec(ask("rustc", ["-vV"]).stdout)?.[1];
  if (!host) throw new StepError("`rustc -vV` names no host: is Rust installed? (https://rustup.rs)");
  const folder = join(root, "target", "fuzz", "build");
  // With a target named, the flags do not reach build scripts and macros, which run without a fuzzer.
  const args = ["build", "--release", "--locked", "--manifest-path", "fuzz/Cargo.toml", "--target", host];
  await step("build the fuzz targets (the first time a minute or two)", "cargo", args, {
    env: { CARGO_TARGET_DIR: folder, RUSTFLAGS: COVERAGE.join(" "), CARGO_ENCODED_RUSTFLAGS: undefined },
    todo: (log) =>
      /failed to find tool|is not installed/.test(log)
        ? NO_COMPILER
        : "the fuzz targets do not compile: see above",
  });
  return (target) => join(folder, host, "release", target);
}

/**
 * Runs targets side by side until they are through or one fails.
 * @param {(target: string) => string} programs @param {string[]} targets
 * @param {string} corpus the folder that grows by what is found @param {string[]} limits
 */
async function run(programs, targets, corpus, limits) {
  const dictionary = writeSeeds();
  const crashes = join(root, CRASHES);
  const logs = join(root, "target", "logs");
  for (const folder of [crashes, logs]) mkdirSync(folder, { recursive: true });
  const results = await Promise.allSettled(
    targets.map((target) => {
      const own = join(corpus, target);
      mkdirSync(own, { recursive: true });
      const folders = [own, join(root, "target/fuzz/seeds", target), join(root, "fuzz/seeds", target)];
      const options = [
        `-artifact_prefix=${crashes}/${target}-`,
        `-dict=${dictionary}`,
        "-timeout=10",
        "-rss_limit_mb=2048",
        "-max_len=4096",
        "-print_final_stats=1",
      ];
      return one(target, programs(target), [
        ...folders.filter((path) => existsSync(path)),
        ...options,
        ...limits,
      ]);
    }),
  );
  const failures = results.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
  failures.slice(1).forEach(explain);
  if (failures.length > 0) throw failures[0];
}

/** @param {string} target @param {string} program @param {string[]} args @returns {Promise<void>} */
function one(target, program, args) {
  const started = Date.now();
  const log = join(root, "target", "logs", `fuzz-${target}.log`);
  const file = createWriteStream(log);
  let end = "";
  let progress = "";
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: root, stdio: ["ignore", "ignore", "pipe"] });
    const timer = setInterval(() => say(`  ${target}: ${progress}`), 60_000);
    child.stderr.on("data", (chunk) => {
      file.write(chunk);
      end = (end + chunk).slice(-20_000);
      progress = /.*^(#\d+.*)$/ms.exec(chunk.toString())?.[1]?.trim() ?? progress;
    });
    child.on("error", () => reject(new StepError(`${program} could not be started`)));
    child.on("close", (code) => {
      clearInterval(timer);
      file.end();
      const took = seconds(Date.now() - started);
      if (code === 0) {
        const tries = /number_of_executed_units: (\d+)/.exec(end)?.[1] ?? "?";
        say(`  ${target}: ${Number(tries).toLocaleString("en")} tries in ${took}, nothing found`);
        resolve();
        return;
      }
      const crash = /Test unit written to (\S+)/.exec(end)?.[1];
      const kept = crash
        ? `its bytes are in ${crash.replace(root, "")}; again with \`npm run fuzz -- --replay=${crash.replace(root, "")}\``
        : `see ${log.replace(root, "")}`;
      const said = /^thread .* panicked at.*?(?=\nnote:|\n==|\nstack)/ms.exec(end)?.[0] ?? end.slice(-1500);
      reject(new StepError(`the fuzz target ${target} failed: ${kept}`, said));
    });
  });
}

/** Makes seeds, and a dictionary, of the golden vectors. @returns {string} the dictionary */
function writeSeeds() {
  const folder = join(root, "target", "fuzz", "seeds");
  rmSync(folder, { recursive: true, force: true });
  /** @param {string} target @param {string} name @param {string} text */
  const seed = (target, name, text) => {
    mkdirSync(join(folder, target), { recursive: true });
    writeFileSync(join(folder, target, name), text);
  };
  /** @type {Map<string, string[]>} */
  const lines = new Map();
  const words = new Set();
  for (const path of files("tests/vectors").filter((name) => name.endsWith(".json"))) {
    const vector = JSON.parse(readFileSync(join(root, path), "utf8"));
    const operation = path.split("/").at(-2) ?? "";
    const name = `${operation}-${basename(path, ".json")}`;
    const input = vector.inputText ?? (vector.input === undefined ? undefined : JSON.stringify(vector.input));
    const { provider, ...account } = vector.account ?? {};
    if (provider) seed("input", `account-${name}`, JSON.stringify(account));
    if (input !== undefined) {
      seed("input", name, input);
      lines.set(operation, [...(lines.get(operation) ?? []), input]);
    }
    if (vector.response !== undefined) seed("response", name, message(vector.response, input));
    collect(vector.input, words);
    collect(account, words);
    try {
      collect(JSON.parse(vector.response?.body), words);
    } catch {
      // Some answers are no JSON.
    }
  }
  for (const [operation, inputs] of lines) {
    for (let at = 0; at < inputs.length; at += 5) {
      seed("ndjson", `${operation}-${at / 5}`, `${inputs.slice(at, at + 5).join("\n")}\n`);
    }
  }
  const dictionary = join(folder, "words.dict");
  const headers = ["Retry-After: ", "Date: ", "WP-CorrelationId: ", "Tue, 06 May 2031 07:08:09 GMT"];
  const entries = [...words, ...headers, "\ufeff", "\\ud800", "\\u0000", "1e400", "-0", "9007199254740993"];
  mkdirSync(folder, { recursive: true });
  writeFileSync(dictionary, entries.map((word) => `${quoted(word)}\n`).join(""));
  return dictionary;
}

/** An answer as the target `response` reads it. @param {any} response @param {string | undefined} input */
function message(response, input) {
  const sent = input === undefined ? "" : `${SEPARATOR}${input}`;
  if (response === null) return `-${sent}`;
  const pairs = Array.isArray(response.headers) ? response.headers : Object.entries(response.headers ?? {});
  const headers = pairs.map((/** @type {[string, string]} */ pair) => `${pair.join(": ")}\n`).join("");
  const body = typeof response.body === "string" ? response.body : "";
  return `${response.status}${response.truncated ? "!" : ""}\n${headers}\n${body}${sent}`;
}

/** Every short name and text within a value. @param {unknown} value @param {Set<string>} words */
function collect(value, words) {
  if (typeof value === "string" && value.length > 1 && value.length < 40) words.add(value);
  if (typeof value !== "object" || value === null) return;
  for (const [name, inner] of Object.entries(value)) {
    if (!Array.isArray(value) && name.length < 40) words.add(`"${name}":`);
    collect(inner, words);
  }
}

/** A word as a dictionary of libFuzzer writes it. @param {string} word */
function quoted(word) {
  const bytes = [...Buffer.from(word)].map((byte) =>
    byte < 0x20 || byte > 0x7e || byte === 0x22 || byte === 0x5c
      ? `\\x${byte.toString(16).padStart(2, "0")}`
      : String.fromCharCode(byte),
  );
  return `"${bytes.join("")}"`;
}

/** @param {string} name */
function option(name) {
  const given = process.argv.slice(2).find((text) => text.startsWith(`--${name}=`));
  return given?.slice(name.length + 3);
}

async function main() {
  const known = ["minutes", "target", "replay"];
  const stranger = process.argv.slice(2).find((text) => !known.some((name) => text.startsWith(`--${name}=`)));
  if (stranger)
    throw new StepError(`unknown option ${stranger}: ${known.map((name) => `--${name}=`).join(", ")}`);
  const lacks = fuzzLacks();
  if (lacks) throw new StepError(lacks);
  const replay = option("replay");
  if (replay !== undefined) {
    const target = TARGETS.find((name) => basename(replay).startsWith(`${name}-`)) ?? option("target") ?? "";
    if (!TARGETS.includes(target) || !existsSync(join(root, replay))) {
      throw new StepError(`no file ${replay} of a target: ${CRASHES} has ${list(CRASHES)}`);
    }
    const programs = await build();
    await show(programs(target), [replay], { todo: `${target} still fails on ${replay}` });
    return;
  }
  const minutes = Number(option("minutes") ?? "10");
  if (!(minutes > 0)) throw new StepError("--minutes takes a number above 0");
  const wanted = (option("target") ?? TARGETS.join(",")).split(",");
  const unknown = wanted.find((name) => !TARGETS.includes(name));
  if (unknown !== undefined) throw new StepError(`no target is called "${unknown}": ${TARGETS.join(", ")}`);
  const programs = await build();
  say(`- ${wanted.join(", ")} for ${minutes} min`);
  await run(programs, wanted, join(root, "target/fuzz/corpus"), [
    `-max_total_time=${Math.ceil(minutes * 60)}`,
  ]);
}

/** @param {string} folder */
function list(folder) {
  const names = existsSync(join(root, folder)) ? readdirSync(join(root, folder)) : [];
  return names.length === 0 ? "none" : names.join(", ");
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await script(main);
