// @ts-check
/** Programs that only some checks need: found, or installed from Debian, or said to be missing in one line. */
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { StepError } from "./run.mjs";
import { apt } from "./toolchain.mjs";

/**
 * @typedef {object} Wanted
 * @property {string} what for the reader, such as "a Chromium"
 * @property {string[]} packages of Debian
 * @property {string} without the option that leaves the checks out
 */

/**
 * What `look` finds, if need be after Debian's packages are installed.
 * @template T
 * @param {Wanted} wanted @param {() => T | undefined} look
 * @returns {Promise<T>}
 */
export async function needed({ what, packages, without }, look) {
  const found = look();
  if (found !== undefined) return found;
  if (process.getuid?.() === 0 && existsSync("/etc/debian_version")) {
    await apt(packages, `${what} for the tests in a browser (about 100 MB)`);
    const installed = look();
    if (installed !== undefined) return installed;
  }
  throw new StepError(
    `${what} was not found: install one (Debian: \`apt-get install ${packages.join(" ")}\`), ` +
      `or leave these checks out with \`--without=${without}\``,
  );
}

/** The first of these programs that the PATH has. @param {string[]} names */
export function inPath(names) {
  const folders = (process.env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  return names
    .flatMap((name) => folders.map((folder) => join(folder, name)))
    .find((path) => existsSync(path));
}
