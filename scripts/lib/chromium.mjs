// @ts-check
/** Finds Chromium and its driver, installing Debian's where that takes one command. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { inPath, needed } from "./programs.mjs";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";
const PACKAGES = ["chromium", "chromium-driver"];

/** A browser to start, as a path. */
export function chromium() {
  return needed({ what: "a Chromium", packages: PACKAGES, without: "chromium" }, browser);
}

/** The program that drives it for the tests in WebAssembly, as a path. */
export function chromedriver() {
  return needed({ what: "a chromedriver", packages: PACKAGES, without: "chromium" }, driver);
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
