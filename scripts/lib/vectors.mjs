// @ts-check
/** The golden vectors as one file, for a test that cannot read a folder because it runs in WebAssembly. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./run.mjs";
import { files } from "./stamps.mjs";

/** Writes target/vectors.txt: a line each, its path below tests/vectors, a tab, its JSON as it stands there. */
export function bundleVectors() {
  const folder = "tests/vectors/";
  const lines = files("tests/vectors")
    .filter((path) => path.endsWith(".json"))
    .map((path) => {
      // A line end in JSON is white space: within a string it is escaped.
      const text = readFileSync(join(root, path), "utf8").replaceAll(/[\r\n]/g, " ");
      return `${path.slice(folder.length)}\t${text}\n`;
    });
  const bundle = join(root, "target", "vectors.txt");
  const text = lines.join("");
  // A newer file would have the tests compiled again.
  if (existsSync(bundle) && readFileSync(bundle, "utf8") === text) return;
  mkdirSync(join(root, "target"), { recursive: true });
  writeFileSync(bundle, text);
}
