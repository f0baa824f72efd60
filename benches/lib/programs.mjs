// @ts-check
/** What runs the subjects: Node, Bun and Deno where they run here, and the native program. */
import { ask, root, StepError, say, step } from "../../scripts/lib/run.mjs";

/** @typedef {{ name: string, version: string, command: string, first: string[] }} Runtime */

/** Every runtime that starts. @param {string[]} wanted @returns {Promise<Runtime[]>} */
export async function runtimes(wanted) {
  /** @type {Runtime[]} */
  const found = [{ name: "Node", version: process.versions.node, command: process.execPath, first: [] }];
  if (wanted.some((name) => name !== "node")) {
    // Loaded late: it imports packages that are installed by now.
    const { installTools, program } = await import("../../tests/packaging/project.mjs");
    try {
      await installTools();
      const options = ["run", "--no-prompt", "--no-remote", "--no-lock", "--no-code-cache", "--allow-read"];
      for (const [name, command, first] of /** @type {const} */ ([
        ["Bun", program("@oven", "bin/bun"), []],
        ["Deno", program("@deno", "deno"), options],
      ])) {
        const { ok, stdout } = ask(command, ["--version"]);
        const version = /\d+\.\d+\.\d+/.exec(stdout)?.[0] ?? "";
        if (ok) found.push({ name, version, command, first: [...first] });
        else say(`${name} does not start here and is left out`);
      }
    } catch (error) {
      if (!(error instanceof StepError)) throw error;
      say(`Bun and Deno are left out: ${error.message}`);
    }
  }
  return found.filter(({ name }) => wanted.includes(name.toLowerCase()));
}

/**
 * What a program prints as its last line of JSON.
 * @param {string} command @param {string[]} args @returns {Record<string, number>}
 */
export function measured(command, args) {
  const { ok, stdout, stderr } = ask(command, args, { timeout: 600_000 });
  if (!ok) throw new StepError("a measurement failed: see above", stderr || stdout);
  return JSON.parse(stdout);
}

/** Builds the native program and returns where it is. */
export async function nativeProgram() {
  const build = ["bench", "--no-run", "--locked", "--bench", "native"];
  await step("cargo bench, the native program", "cargo", build, {
    todo: "the native program did not compile: see above",
  });
  const { stdout } = ask("cargo", [...build, "--message-format=json"], { timeout: 600_000 });
  for (const line of stdout.split("\n")) {
    const { executable, target } = JSON.parse(line);
    if (executable && target.name === "native") return /** @type {string} */ (executable);
  }
  throw new StepError(`cargo built no program of benches/native.rs in ${root}`);
}
