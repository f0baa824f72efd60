// @ts-check
/** Remembers what a step was made from, so that a second run has nothing to do. */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { root } from "./run.mjs";

/** @param {string} name */
const stampPath = (name) => join(root, "target", "stamps", name);

/** The text left by the last run, or "". @param {string} name */
export function readStamp(name) {
  return existsSync(stampPath(name)) ? readFileSync(stampPath(name), "utf8") : "";
}

/** @param {string} name @param {string} text */
export function writeStamp(name, text) {
  mkdirSync(dirname(stampPath(name)), { recursive: true });
  writeFileSync(stampPath(name), text);
}

/** @param {string} name */
export function dropStamp(name) {
  rmSync(stampPath(name), { force: true });
}

/**
 * All files of a folder (or the file itself), sorted, relative to the repository.
 * @param {string} path @param {(path: string) => boolean} [keep]
 * @returns {string[]}
 */
export function files(path, keep = () => true) {
  const full = join(root, path);
  if (!existsSync(full)) return [];
  if (!statSync(full).isDirectory()) return [path];
  return readdirSync(full)
    .sort()
    .map((name) => `${path}/${name}`)
    .filter((child) => keep(child))
    .flatMap((child) => files(child, keep));
}

/**
 * A script and all of ours that it imports, relative to the repository.
 * @param {string} path @param {Set<string>} [seen]
 * @returns {string[]}
 */
export function withImports(path, seen = new Set()) {
  seen.add(path);
  const text = readFileSync(join(root, path), "utf8");
  for (const [, specifier = ""] of text.matchAll(/ from "(\.[^"]+\.mjs)";/g)) {
    const next = posix.join(posix.dirname(path), specifier);
    if (!seen.has(next)) withImports(next, seen);
  }
  return [...seen];
}

/**
 * A hash over file contents and plain facts (versions, flags).
 * @param {string[]} paths @param {string[]} facts
 */
export function digest(paths, facts) {
  const hash = createHash("sha256");
  for (const path of paths)
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(root, path)))
      .update("\0");
  for (const fact of facts) hash.update(`${fact}\0`);
  return hash.digest("hex");
}
