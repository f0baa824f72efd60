// @ts-check
/** The tools beside the compiler: npm packages, the wasm-bindgen programs, and cargo-mutants. */
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ask, root, StepError, say, step } from "./run.mjs";

const windows = process.platform === "win32";
const MUTANTS = "27.1.0";

/** Installs the npm packages when they are missing or not those of package-lock.json. */
export async function npmPackages() {
  const stamp = join(root, "node_modules", ".installed");
  const lock = createHash("sha256").update(readFileSync(join(root, "package-lock.json")));
  const wanted = lock.update(`${process.platform} ${process.arch}`).digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  const args = [
    "ci",
    "--ignore-scripts",
    "--no-audit",
    "--no-fund",
    "--fetch-retry-mintimeout=1000",
    "--fetch-retry-maxtimeout=5000",
  ];
  const [command, first] = npm();
  try {
    await step("npm ci", command, [...first, ...args], { todo: "" });
  } catch (error) {
    throw error instanceof StepError ? npmFailure(readFileSync(error.file, "utf8")) : error;
  }
  writeFileSync(stamp, wanted);
}

/**
 * How to start npm, which names its own program to the scripts it starts; that also spares Windows its npm.cmd.
 * @returns {[command: string, first: string[]]}
 */
export function npm() {
  const cli = process.env.npm_execpath;
  return cli?.endsWith(".js") ? [process.execPath, [cli]] : ["npm", []];
}

/** The cause without npm's stack and usage, and what to do about it. @param {string} log */
function npmFailure(log) {
  const cause = log
    .split("\n")
    .filter((line) => /^npm error (code|[A-Za-z]*Error:|`npm ci`|Missing:|Invalid:|404)/.test(line));
  const todo = log.includes("EUSAGE")
    ? "package-lock.json does not fit package.json: run `npm install` and commit the lock file"
    : "npm could not install the development packages: check the network and the registry (`npm ping`), then run this again";
  return new StepError(todo, cause.slice(0, 4).join("\n"));
}

/** A program of an installed npm package, as a file for Node to run. @param {string} path below node_modules */
export function npmProgram(path) {
  return join(root, "node_modules", path);
}

/**
 * wasm-bindgen and its test runner, of exactly the version in Cargo.lock.
 * @returns {Promise<{ bindgen: string, testRunner: string, version: string }>}
 */
export async function wasmBindgen() {
  const version = lockedVersion("wasm-bindgen");
  const found = installedBindgen(version);
  if (found) return found;
  const todo = `wasm-bindgen ${version} could not be installed: check the network, or run \`cargo install wasm-bindgen-cli --version ${version}\` by hand`;
  await cargoInstall("wasm-bindgen-cli", version, "two minutes", todo);
  const made = installedBindgen(version);
  if (!made) throw new StepError(todo);
  return made;
}

/**
 * cargo-mutants, of the version that tests/MUTANTS.md was made with.
 * @returns {Promise<string>} the program
 */
export async function cargoMutants() {
  const program = join(root, "target", "tools", "bin", `cargo-mutants${windows ? ".exe" : ""}`);
  const installed = () => ask(program, ["mutants", "--version"]).stdout === `cargo-mutants ${MUTANTS}`;
  if (installed()) return program;
  const todo = `cargo-mutants ${MUTANTS} could not be installed: check the network`;
  await cargoInstall("cargo-mutants", MUTANTS, "three minutes", todo);
  if (!installed()) throw new StepError(todo);
  return program;
}

/**
 * Installs a crate's programs below target/tools.
 * @param {string} crate @param {string} version @param {string} takes how long @param {string} todo
 */
async function cargoInstall(crate, version, takes, todo) {
  const install = [
    "install",
    crate,
    "--version",
    version,
    "--root",
    join(root, "target", "tools"),
    "--force",
  ];
  try {
    await step(
      `cargo install ${crate} ${version} (once, about ${takes})`,
      "cargo",
      [...install, "--locked"],
      { todo },
    );
  } catch (error) {
    if (!(error instanceof StepError)) throw error;
    say("  not with its own lock file; again without");
    await step(`cargo install ${crate} ${version}, newest dependencies`, "cargo", install, { todo });
  }
}

/** Ours, or one in the PATH when it is of the same version. @param {string} version */
function installedBindgen(version) {
  const suffix = windows ? ".exe" : "";
  for (const folder of [join(root, "target", "tools", "bin", "/"), ""]) {
    const bindgen = `${folder}wasm-bindgen${suffix}`;
    const testRunner = `${folder}wasm-bindgen-test-runner${suffix}`;
    const same = [bindgen, testRunner].every((program) =>
      ask(program, ["--version"]).stdout.endsWith(` ${version}`),
    );
    if (same) return { bindgen, testRunner, version };
  }
  return undefined;
}

/** @param {string} crate */
function lockedVersion(crate) {
  const lock = readFileSync(join(root, "Cargo.lock"), "utf8");
  const version = new RegExp(`name = "${crate}"\\r?\\nversion = "([^"]+)"`).exec(lock)?.[1];
  if (!version)
    throw new StepError(`Cargo.lock does not name ${crate}: restore it with \`git checkout Cargo.lock\``);
  return version;
}
