// @ts-check
/** Puts next to the entries only those declarations that a user of the package can reach. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { StepError } from "./run.mjs";

/**
 * @param {string} from folder of the emitted declarations @param {string} to
 * @param {string[]} entries relative paths in `from`
 */
export function copyReachable(from, to, entries) {
  const waiting = [...entries];
  const seen = new Set(waiting);
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    const source = join(from, path);
    if (!existsSync(source)) {
      throw new StepError(
        `the public types reach ${path}, which is not published: import its types in no public signature`,
      );
    }
    const text = readFileSync(source, "utf8");
    mkdirSync(dirname(join(to, path)), { recursive: true });
    writeFileSync(join(to, path), text);
    for (const [, specifier] of text.matchAll(/(?:from|import)\s*\(?\s*["'](\.[^"']+)\.js["']/g)) {
      const next = posix.join(posix.dirname(path), `${specifier}.d.ts`);
      if (!seen.has(next)) waiting.push(next);
      seen.add(next);
    }
  }
}
