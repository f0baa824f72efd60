// @ts-check
/** Finds Chromium and its driver, installing Debian's where that takes one command. */
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { StepError } from "./run.mjs";
import { apt } from "./toolchain.mjs";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";
const LEAVE_OUT = "leave these checks out with `--without=chromium`";

/** A browser to start, as a path. */
export async function chromium() {
  return (await find(browser, "chromium")) ?? missing("a Chromium");
}

/** The program that drives it for the tests in WebAssembly, as a path. */
export async function chromedriver() {
  return (await find(driver, "chromium-driver")) ?? missing("a chromedriver");
}

function browser() {
  return process.env.CHROME ?? inPath(NAMES) ?? (existsSync(MAC) ? MAC : undefined);
}

function driver() {
  const { CHROMEDRIVER, CHROMEWEBDRIVER } = process.env;
  // Some build machines name the folder.
  const named = CHROMEWEBDRIVER && join(CHROMEWEBDRIVER, "chromedriver");
  return CHROMEDRIVER ?? (named && existsSync(named) ? named : inPath(["chromedriver"]));
}

/** @param {() => string | undefined} look @param {string} debianPackage */
async function find(look, debianPackage) {
  const found = look();
  if (found !== undefined) return found;
  if (process.getuid?.() !== 0 || !existsSync("/etc/debian_version")) return undefined;
  await apt(["chromium", "chromium-driver"], `${debianPackage} for the tests in a browser (about 100 MB)`);
  return look();
}

/** @param {string[]} names */
function inPath(names) {
  const folders = (process.env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  return names
    .flatMap((name) => folders.map((folder) => join(folder, name)))
    .find((path) => existsSync(path));
}

/** @param {string} what @returns {never} */
function missing(what) {
  throw new StepError(
    `${what} was not found: install one (Debian: \`apt-get install chromium chromium-driver\`), or ${LEAVE_OUT}`,
  );
}
