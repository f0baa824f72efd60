// @ts-check
/** Runs programs, says what runs, and turns a failure into one line that says what to do. */
import { spawn, spawnSync } from "node:child_process";
import { createWriteStream, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";

/** The repository. */
export const root = fileURLToPath(new URL("../..", import.meta.url));

/** A failure the reader can act on: printed as one line, without a stack. */
export class StepError extends Error {
  /**
   * @param {string} message one line that says what to do @param {string} [log] the end of the output
   * @param {string} [file] all of the output
   */
  constructor(message, log = "", file = "") {
    super(message);
    this.name = "StepError";
    this.log = log;
    this.file = file;
  }
}

/** @typedef {Record<string, string | undefined>} Env */

/**
 * Asks a program something short; never throws.
 * @param {string} command @param {string[]} args @param {{ env?: Env, timeout?: number }} [options]
 */
export function ask(command, args, options = {}) {
  const result = spawnSync(command, args, {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, ...options.env },
    timeout: options.timeout ?? 30_000,
  });
  return {
    ok: result.status === 0,
    missing: result.error !== undefined && "code" in result.error && result.error.code === "ENOENT",
    stdout: (result.stdout ?? "").trim(),
    stderr: (result.stderr ?? "").trim(),
  };
}

/**
 * Runs a program whose output belongs on the screen.
 * @param {string} command @param {string[]} args @param {{ env?: Env, todo?: string }} [options]
 * @returns {Promise<void>}
 */
export function show(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: ["ignore", "inherit", "inherit"],
      env: { ...process.env, ...options.env },
    });
    child.on("error", () => reject(new StepError(options.todo ?? `${command} could not be started`)));
    child.on("close", (code, signal) => {
      if (code === 0) resolve();
      else
        reject(
          new StepError(
            options.todo ?? `${command} ${args[0] ?? ""} failed (${signal ?? `exit code ${code}`})`,
          ),
        );
    });
  });
}

/**
 * Runs a long step: one line when it starts and one when it ends, progress in between, the output in a log
 * under target/logs.
 * @param {string} label what happens, with how long it takes if that is long
 * @param {string} command @param {string[]} args
 * @param {{ env?: Env, timeout?: number, todo: string | ((log: string) => string) }} options `todo`: what to do when it fails
 * @returns {Promise<void>}
 */
export function step(label, command, args, options) {
  const folder = join(root, "target", "logs");
  mkdirSync(folder, { recursive: true });
  const log = join(
    folder,
    `${label
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "-")
      .slice(0, 40)}.log`,
  );
  const started = Date.now();
  const progress = new Progress(label);
  return new Promise((resolve, reject) => {
    const file = createWriteStream(log);
    const child = spawn(command, args, {
      cwd: root,
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, ...options.env },
    });
    let outcome = "failed";
    const timer = options.timeout
      ? setTimeout(() => {
          outcome = "gave up waiting";
          child.kill();
        }, options.timeout)
      : undefined;
    /** @param {Buffer} chunk */
    const take = (chunk) => {
      file.write(chunk);
      progress.heard(chunk.toString());
    };
    child.stdout.on("data", take);
    child.stderr.on("data", take);
    child.on("error", () => {
      outcome = "could not be started";
    });
    child.on("close", (code) => {
      clearTimeout(timer);
      file.end(() => {
        if (code === 0) {
          progress.end(`done in ${seconds(Date.now() - started)}`);
          resolve();
          return;
        }
        progress.end(outcome);
        const end = tail(log);
        reject(new StepError(typeof options.todo === "string" ? options.todo : options.todo(end), end, log));
      });
    });
  });
}

/** @param {number} ms */
export function seconds(ms) {
  return ms < 60_000
    ? `${(ms / 1000).toFixed(1)} s`
    : `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;
}

/** @param {string} line */
export function say(line) {
  process.stdout.write(`${line}\n`);
}

/**
 * Runs a script's main function and sets the exit code.
 * @param {() => Promise<void>} main
 */
export async function script(main) {
  try {
    await main();
  } catch (error) {
    explain(error);
    process.exitCode = 1;
  }
}

/**
 * Prints a failure: the end of the log, then one line. Only a mistake in these scripts shows a stack.
 * @param {unknown} error
 */
export function explain(error) {
  if (!(error instanceof StepError)) {
    console.error(error);
    return;
  }
  if (error.log) console.error(error.log.replace(/^/gm, "  | "));
  console.error(`✗ ${error.message}`);
}

/** The last lines of a log. @param {string} path */
function tail(path) {
  const lines = stripVTControlCharacters(readFileSync(path, "utf8"))
    .split(/[\r\n]+/)
    .filter((line) => line.trim() !== "");
  return lines.slice(-30).join("\n");
}

/** Elapsed time and the last line of output: redrawn on a terminal, a line every 15 seconds elsewhere. */
class Progress {
  /** @param {string} label */
  constructor(label) {
    this.label = label;
    this.last = "";
    this.started = Date.now();
    this.live = process.stdout.isTTY === true;
    if (!this.live) say(`- ${label} …`);
    this.timer = setInterval(() => this.draw(), this.live ? 250 : 15_000);
    if (this.live) this.draw();
  }

  /** @param {string} text */
  heard(text) {
    const lines = text.split(/[\r\n]+/).filter((line) => line.trim() !== "");
    this.last = stripVTControlCharacters(lines.at(-1) ?? this.last).trim();
  }

  draw() {
    const elapsed = `${Math.round((Date.now() - this.started) / 1000)} s`;
    if (this.live) {
      const line = `- ${this.label} … ${elapsed}  ${this.last}`;
      process.stdout.write(`\r\x1b[K${line.slice(0, (process.stdout.columns || 80) - 1)}`);
    } else say(this.last ? `  ${elapsed}: ${this.last}` : `  ${elapsed}`);
  }

  /** @param {string} outcome */
  end(outcome) {
    clearInterval(this.timer);
    if (this.live) process.stdout.write(`\r\x1b[K- ${this.label}: ${outcome}\n`);
    else say(`  ${outcome}`);
  }
}
