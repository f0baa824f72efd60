// @ts-check
/** `npm test`: every check. `npm test -- --only=rust,types` runs those whose name or group is listed,
 * `--without=chromium` all but those. */
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { table } from "../tests/packaging/matrix.mjs";
import { ensureBuilt, sizes } from "./build.mjs";
import { fuzzBriefly } from "./fuzz.mjs";
import { chromedriver, chromium } from "./lib/chromium.mjs";
import { checkCrate } from "./lib/crate.mjs";
import { installPacked } from "./lib/pack.mjs";
import { explain, root, StepError, say, script, seconds, show } from "./lib/run.mjs";
import { files } from "./lib/stamps.mjs";
import { checkCargo, checkNode, wasmClippy, wasmCompiler } from "./lib/toolchain.mjs";
import { npmPackages, npmProgram, wasmBindgen } from "./lib/tools.mjs";
import { bundleVectors } from "./lib/vectors.mjs";
import { buildWww } from "./www.mjs";

/**
 * @typedef {object} Check
 * @property {string} name
 * @property {string} group
 * @property {() => Promise<void | string>} run rejects when it fails; a text means that it was left out, and why
 */

// Loaded once set-up has installed the npm packages that they import: this file starts on a clone that has none.
const packed = () => import("../tests/packaging/packed.mjs");
const runtimes = () => import("../tests/packaging/runtimes.mjs");
const examples = () => import("../tests/packaging/examples.mjs");
const pages = () => import("../tests/packaging/pages.mjs");
const traps = () => import("../tests/packaging/traps.mjs");

/** @type {Check[]} */
const CHECKS = [
  { name: "rustfmt", group: "rust", run: () => cargo(["fmt", "--check"], "run `cargo fmt`") },
  {
    name: "clippy",
    group: "rust",
    run: () => cargo(["clippy", "--locked", "--all-targets", "--", "-D", "warnings"]),
  },
  { name: "clippy-wasm", group: "rust", run: lintWasm },
  { name: "cargo-test", group: "rust", run: () => cargo(["test", "--locked"]) },
  {
    name: "cargo-doc",
    group: "rust",
    run: () => cargo(["doc", "--locked", "--no-deps"], undefined, { RUSTDOCFLAGS: "-Dwarnings" }),
  },
  { name: "crate", group: "rust", run: checkCrate },
  {
    name: "biome",
    group: "js",
    run: () => node(["@biomejs/biome/bin/biome", "check", "."], "run `npx biome check --write .`"),
  },
  { name: "build", group: "build", run: build },
  { name: "types", group: "js", run: () => node(["typescript/bin/tsc", "-p", "tsconfig.json"]) },
  {
    name: "types-scripts",
    group: "js",
    run: () => node(["typescript/bin/tsc", "-p", "scripts/tsconfig.json"]),
  },
  { name: "types-www", group: "js", run: () => node(["typescript/bin/tsc", "-p", "www/tsconfig.json"]) },
  { name: "docs", group: "js", run: () => show(process.execPath, ["scripts/docs.mjs", "--check"]) },
  { name: "fuzz", group: "fuzz", run: fuzzBriefly },
  { name: "wasm-test", group: "wasm", run: () => testWasm() },
  { name: "node-test", group: "js", run: testNode },
  { name: "pack", group: "js", run: testPacked },
  { name: "wasm-chromium", group: "chromium", run: testWasmInChromium },
  { name: "www", group: "chromium", run: testWww },
  { name: "types-package", group: "packaging", run: async () => (await packed()).checkTypes() },
  { name: "package-lint", group: "packaging", run: async () => (await packed()).lintPackage() },
  { name: "runtimes", group: "packaging", run: async () => (await runtimes()).checkRuntimes() },
  { name: "examples", group: "packaging", run: async () => (await examples()).checkExamples() },
  { name: "traps", group: "packaging", run: async () => (await traps()).checkTraps() },
  { name: "pages", group: "chromium", run: async () => (await pages()).checkPages() },
  { name: "page-firefox", group: "firefox", run: async () => (await pages()).checkFirefox() },
  { name: "page-webkit", group: "webkit", run: async () => (await pages()).checkWebKit() },
];

await script(async () => {
  const selected = select(process.argv.slice(2));
  const needed = new Set(selected.map(({ group }) => group));
  const started = Date.now();
  say("── set-up");
  await setUp(needed);
  say(`   ${seconds(Date.now() - started)}`);

  /** @type {{ name: string, outcome: string, took: string }[]} */
  const results = [];
  for (const [index, check] of selected.entries()) {
    say(`\n── ${index + 1}/${selected.length} ${check.name}`);
    const begun = Date.now();
    let outcome = "ok";
    try {
      const reason = await check.run();
      if (reason) outcome = `left out: ${reason}`;
    } catch (error) {
      outcome = "FAILED";
      explain(error);
    }
    const took = seconds(Date.now() - begun);
    say(`   ${outcome}, ${took}`);
    results.push({ name: check.name, outcome, took });
  }

  for (const line of table()) say(line);
  say("\n── summary");
  for (const { name, outcome, took } of results) say(`${name.padEnd(15)}${took.padStart(12)}  ${outcome}`);
  say(`${"all".padEnd(15)}${seconds(Date.now() - started).padStart(12)}`);
  const failed = results.filter(({ outcome }) => outcome === "FAILED").map(({ name }) => name);
  if (failed.length > 0) {
    throw new StepError(
      `failed: ${failed.join(", ")}; again with \`npm test -- --only=${failed.join(",")}\``,
    );
  }
});

/** @param {string[]} options */
function select(options) {
  const names = CHECKS.flatMap(({ name, group }) => [name, group]);
  /** @type {{ only: string[], without: string[] }} */
  const lists = { only: [], without: [] };
  for (const option of options) {
    const [, list, text = ""] = /^--(only|without)=(.*)$/.exec(option) ?? [];
    if (list !== "only" && list !== "without")
      throw new StepError(`unknown option ${option}: \`--only=<name>,…\`, \`--without=<name>,…\``);
    lists[list].push(...text.split(","));
  }
  const { only, without } = lists;
  const unknown = [...only, ...without].find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new StepError(`no check is called "${unknown}": use ${[...new Set(names)].join(", ")}`);
  }
  /** @param {Check} check @param {string[]} list */
  const listed = ({ name, group }, list) => list.includes(name) || list.includes(group);
  return CHECKS.filter((check) => (only.length === 0 || listed(check, only)) && !listed(check, without));
}

/** Installs what the selected groups need; nothing is checked when that fails. @param {Set<string>} groups */
async function setUp(groups) {
  checkNode();
  checkCargo();
  const needs = (/** @type {string[]} */ ...names) => names.some((group) => groups.has(group));
  if (needs("js", "build", "packaging", "chromium", "firefox", "webkit")) await npmPackages();
  say(`   wasm32: ${(await wasmCompiler()).note}`);
  if (needs("js", "build", "wasm", "packaging", "chromium", "firefox", "webkit")) await wasmBindgen();
}

/** @param {string[]} args @param {string} [todo] @param {import("./lib/run.mjs").Env} [env] */
function cargo(args, todo, env) {
  return show("cargo", args, { ...(todo && { todo }), ...(env && { env }) });
}

/** Runs a program of an npm package. @param {string[]} args @param {string} [todo] */
async function node([program = "", ...args], todo) {
  if (program.startsWith("typescript")) await ensureBuilt();
  await show(process.execPath, [npmProgram(program), ...args], {
    todo: todo ?? `${program.split("/")[0]} found mistakes: see above`,
  });
}

async function lintWasm() {
  bundleVectors();
  const compiler = await wasmCompiler();
  const targets = ["--locked", "--lib", "--tests", ...compiler.args];
  const clippy = await wasmClippy(compiler);
  if (clippy) {
    const [program, first, env] = clippy;
    await show(program, [...first, ...targets, "--", "-D", "warnings"], {
      env: { ...compiler.env, ...env },
      todo: "clippy found mistakes in the code for wasm32: see above",
    });
    return;
  }
  say("   this compiler has no clippy: its own lints only");
  await show(compiler.cargo, ["check", ...targets], { env: { ...compiler.env, RUSTFLAGS: "-Dwarnings" } });
}

async function build() {
  const { built } = await ensureBuilt();
  for (const line of [built ? "   dist/ built" : "   dist/ is up to date", ...sizes()]) say(line);
}

/** The Rust tests in WebAssembly, in Node. @param {import("./lib/run.mjs").Env} [env] */
async function testWasm(env) {
  if (!existsSync(join(root, "tests/wasm.rs"))) return "there is no tests/wasm.rs";
  bundleVectors();
  const compiler = await wasmCompiler();
  const { testRunner } = await wasmBindgen();
  await show(compiler.cargo, ["test", "--locked", "--test", "wasm", ...compiler.args], {
    env: { ...compiler.env, CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER: testRunner, ...env },
    todo: "tests in WebAssembly failed: see above",
  });
}

/** The package as npm hands it out, in a project that has nothing else. */
async function testPacked() {
  const project = join(root, "target", "pack");
  await installPacked(project);
  const AMENDS = join(project, "index.mjs");
  writeFileSync(AMENDS, 'export * from "amends";\n');
  const tests = ["vectors", "contract", "request", "encode", "said"].map(
    (name) => `tests/js/${name}.test.mjs`,
  );
  await show(process.execPath, ["--test", "--test-reporter=spec", ...tests], {
    env: { AMENDS },
    todo: "the packed package does not do what the built one does: see above",
  });
}

/** The same in a browser; webdriver.json says how it is started. */
async function testWasmInChromium() {
  await chromium();
  return testWasm({ WASM_BINDGEN_USE_BROWSER: "1", CHROMEDRIVER: await chromedriver() });
}

/** The playground in a browser, and what it gives to copy. */
async function testWww() {
  await chromium();
  await buildWww();
  const tests = files("tests/www").filter((path) => path.endsWith(".test.mjs"));
  await show(process.execPath, ["--test", "--test-reporter=spec", "--test-concurrency=2", ...tests], {
    todo: "tests of the playground failed: see above",
  });
}

/** The tests of the built package. */
async function testNode() {
  const tests = files("tests", (path) => !/\/(vectors|www)$/.test(path)).filter((path) =>
    path.endsWith(".test.mjs"),
  );
  if (tests.length === 0) return "there is no tests/**/*.test.mjs";
  await ensureBuilt();
  await show(process.execPath, ["--test", "--test-reporter=spec", ...tests], {
    todo: "tests of the package failed: see above",
  });
}
