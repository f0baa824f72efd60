// @ts-check
/** Finds a compiler for wasm32-unknown-unknown, installing one where that takes one command. */
import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { ask, root, StepError, say, step } from "./run.mjs";
import { dropStamp, readStamp, writeStamp } from "./stamps.mjs";

const TARGET = "wasm32-unknown-unknown";
const NODE = [20, 19];
const DEBIAN_PACKAGES = ["rustc-web", "cargo-web", "rust-web-src", "rust-web-llvm", "lld-22"];
const RUSTUP_OFFLINE = "rustup-cannot-download";

/**
 * The standard library is always built from its sources, so that the module is the same small one everywhere: a
 * panic in it is a bare trap, without the code that would word its message.
 * @typedef {object} Compiler how to run cargo for wasm32; `args` go after the subcommand
 * @property {string} cargo
 * @property {string[]} args
 * @property {import("./run.mjs").Env} env
 * @property {{ args: string[], env: import("./run.mjs").Env }} release the same for the released module
 * @property {string} version of the compiler
 * @property {"rustup" | "distribution"} from
 * @property {string} note one line for the reader
 */

export function checkNode(version = process.version) {
  const [major = 0, minor = 0] = version.replace(/^v/, "").split(".").map(Number);
  if (major > Number(NODE[0]) || (major === NODE[0] && minor >= Number(NODE[1]))) return;
  throw new StepError(
    `Node ${version} is too old: install Node ${NODE.join(".")} or newer (https://nodejs.org)`,
  );
}

/** The native toolchain: cargo in the PATH, new enough for this crate. Returns the compiler's version. */
export function checkCargo() {
  const cargo = ask("cargo", ["--version"]);
  if (!cargo.ok) {
    throw new StepError(
      cargo.missing
        ? "cargo was not found: install Rust (https://rustup.rs) and open a new shell"
        : `cargo does not start (${lastLine(cargo.stderr)}): repair the Rust installation with rustup`,
    );
  }
  const rustc = ask("rustc", ["--version"]);
  const version = /^rustc (\d+\.\d+\.\d+)/.exec(rustc.stdout)?.[1];
  if (!version) throw new StepError("rustc was not found next to cargo: install Rust (https://rustup.rs)");
  if (!atLeast(version, minimumRust())) {
    throw new StepError(
      `Rust ${version} is too old, this crate needs ${minimumRust()}: run \`rustup update\``,
    );
  }
  return rustc.stdout;
}

/**
 * The compiler for wasm32 with the sources of its standard library: rustup's, which are installed where they are
 * missing, else the distribution's.
 * @returns {Promise<Compiler>}
 */
export async function wasmCompiler() {
  const version = checkCargo();
  if (hasSources("rustc") || (await rustupAdd(version))) {
    return compiler("rustup", "cargo", version, {});
  }
  const missing = distributionLacks();
  if (missing && !(await aptInstall())) throw new StepError(byHand(missing));
  const still = distributionLacks();
  if (still) throw new StepError(byHand(still));
  return compiler("distribution", "/usr/bin/cargo", ask("/usr/bin/rustc", ["--version"]).stdout, {
    RUSTC: "/usr/bin/rustc",
    RUSTDOC: "/usr/bin/rustdoc",
  });
}

/**
 * The released module names no folder of the computer that built it.
 * @param {string[]} more
 */
function flags(more) {
  const cargoHome = process.env.CARGO_HOME ?? join(homedir(), ".cargo");
  const rustupHome = process.env.RUSTUP_HOME ?? join(homedir(), ".rustup");
  const folders = { [cargoHome]: "cargo", [rustupHome]: "rustup", [root.replace(/[\\/]$/, "")]: "amends" };
  const remapped = Object.entries(folders).map(([folder, name]) => `--remap-path-prefix=${folder}=${name}`);
  return { CARGO_ENCODED_RUSTFLAGS: [...more, ...remapped].join("\x1f") };
}

/**
 * @param {Compiler["from"]} from @param {string} cargo @param {string} version
 * @param {import("./run.mjs").Env} programs
 * @returns {Compiler}
 */
function compiler(from, cargo, version, programs) {
  // The sources need features that a stable compiler hides; RUSTC_BOOTSTRAP shows them.
  const env = { CARGO_TARGET_DIR: join(root, "target", "wasm"), RUSTC_BOOTSTRAP: "1", ...programs };
  const target = ["--target", TARGET];
  return {
    from,
    cargo,
    args: ["-Zbuild-std=std,panic_abort", ...target],
    env,
    release: {
      args: ["-Zbuild-std=std", ...target],
      env: { ...env, ...flags(["-Zunstable-options", "-Cpanic=immediate-abort"]) },
    },
    version,
    note: `${version.replace(/ \(.*/, "")} of ${from === "rustup" ? "rustup" : "the distribution"}, standard library built from source`,
  };
}

/** @param {string} rustc */
function hasSources(rustc) {
  const { ok, stdout } = ask(rustc, ["--print", "sysroot"]);
  return ok && existsSync(join(stdout, "lib/rustlib/src/rust/library/std/Cargo.toml"));
}

/**
 * A machine that cannot download is asked once for each toolchain, unless there is no other way.
 * @param {string} version
 */
async function rustupAdd(version) {
  if (!ask("rustup", ["--version"]).ok) return false;
  if (readStamp(RUSTUP_OFFLINE) === version && !distributionLacks()) return false;
  try {
    await step("rustup component add rust-src", "rustup", ["component", "add", "rust-src"], {
      timeout: 180_000,
      todo: "rustup could not install the sources of the standard library",
    });
  } catch (error) {
    if (!(error instanceof StepError)) throw error;
    say(`  rustup could not install it (${errorLine(error.log)}); trying the distribution's compiler`);
    writeStamp(RUSTUP_OFFLINE, version);
    return false;
  }
  dropStamp(RUSTUP_OFFLINE);
  return hasSources("rustc");
}

/** What the distribution's compiler lacks to build for wasm32, or "". */
function distributionLacks() {
  if (process.platform !== "linux") return "rustup with its component rust-src";
  const version = /^rustc (\d+\.\d+\.\d+)/.exec(ask("/usr/bin/rustc", ["--version"]).stdout)?.[1];
  if (!version || !existsSync("/usr/bin/cargo")) return "a Rust compiler in /usr/bin";
  if (!atLeast(version, minimumRust())) return `Rust ${minimumRust()} in /usr/bin (found ${version})`;
  if (!hasSources("/usr/bin/rustc")) return "the sources of its standard library";
  return existsSync("/usr/bin/rust-lld") ? "" : "its linker rust-lld";
}

async function aptInstall() {
  if (process.getuid?.() !== 0 || !existsSync("/etc/debian_version") || !existsSync("/usr/bin/apt-get"))
    return false;
  return apt(DEBIAN_PACKAGES, "a Rust compiler with library sources (about 150 MB)");
}

/**
 * Installs Debian packages; false when that fails, having said why.
 * @param {string[]} packages @param {string} what
 */
export async function apt(packages, what) {
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  say(`Installing ${what} with apt-get: ${packages.join(" ")}`);
  try {
    await step("apt-get update", "apt-get", ["update"], {
      env,
      timeout: 300_000,
      todo: "apt-get update failed",
    });
    await step(
      `apt-get install ${packages[0]}`,
      "apt-get",
      ["install", "-y", "--no-install-recommends", ...packages],
      {
        env,
        timeout: 900_000,
        todo: "apt-get install failed",
      },
    );
    return true;
  } catch (error) {
    if (!(error instanceof StepError)) throw error;
    say(`  ${error.message}: ${errorLine(error.log)}`);
    return false;
  }
}

/**
 * The linter of the wasm compiler as [program, first arguments], or undefined where there is none.
 * The distribution's is started directly: `cargo clippy` would prefer a rustup one, which is of another compiler.
 * @param {Compiler} compiler
 * @returns {Promise<[string, string[], import("./run.mjs").Env] | undefined>}
 */
export async function wasmClippy(compiler) {
  if (compiler.from === "rustup") return ["cargo", ["clippy"], {}];
  const own = "/usr/bin/cargo-clippy";
  if (!existsSync(own) && process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    await apt(["rust-web-clippy"], "the linter of that compiler");
  }
  return existsSync(own) ? [own, ["clippy"], { CARGO: compiler.cargo }] : undefined;
}

/** @param {string} missing */
function byHand(missing) {
  return (
    `no compiler for WebAssembly: run \`rustup component add rust-src\`, or on Debian as root ` +
    `\`apt-get install ${DEBIAN_PACKAGES.join(" ")}\` (missing: ${missing})`
  );
}

function minimumRust() {
  return /^rust-version = "([\d.]+)"/m.exec(readFileSync(join(root, "Cargo.toml"), "utf8"))?.[1] ?? "1.85";
}

/** @param {string} version @param {string} minimum */
function atLeast(version, minimum) {
  const [a, b] = [version, minimum].map((text) => text.split(".").map(Number));
  for (let i = 0; i < 3; i++) {
    const difference = (a?.[i] ?? 0) - (b?.[i] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}

/** @param {string} log of rustup or apt-get */
function errorLine(log) {
  const line = log.split("\n").find((text) => /^(error|E): /.test(text)) ?? lastLine(log);
  return line.replace(/^(error|E): /, "").slice(0, 100);
}

/** @param {string} text */
function lastLine(text) {
  return text.split("\n").at(-1)?.trim() ?? "";
}
