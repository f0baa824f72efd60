// @ts-check
// The golden vectors, read from their files.
import { readdirSync, readFileSync } from "node:fs";

const folder = new URL("../vectors/", import.meta.url);

/**
 * @returns {import("./run-vectors.mjs").Vector[]} every vector, `name` being its path below tests/vectors
 */
export function readVectors() {
  const folders = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return folders.flatMap(({ name }) =>
    readdirSync(new URL(`${name}/`, folder))
      .filter((file) => file.endsWith(".json"))
      .map((file) => ({
        ...JSON.parse(readFileSync(new URL(`${name}/${file}`, folder), "utf8")),
        name: `${name}/${file}`,
      })),
  );
}
