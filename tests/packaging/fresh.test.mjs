// @ts-check
// The npm scripts start on a clone on which nothing is installed: they import no package before set-up has run.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { build } from "esbuild";
import { root } from "../../scripts/lib/run.mjs";

const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const programs = /** @type {string[]} */ (Object.values(scripts)).map((text) => text.split(" ")[1] ?? "");

for (const program of programs) {
  test(`${program} imports only what Node brings`, async () => {
    const { metafile } = await build({
      ...{ entryPoints: [program], absWorkingDir: root, write: false, metafile: true, logLevel: "silent" },
      ...{ bundle: true, platform: "node", format: "esm", packages: "external" },
    });
    /** @type {Set<string>} */
    const seen = new Set([program]);
    for (const path of seen) {
      for (const { path: imported, kind, external } of metafile.inputs[path]?.imports ?? []) {
        if (kind !== "import-statement") continue;
        assert.ok(!external || imported.startsWith("node:"), `${path} imports ${imported}`);
        if (!external) seen.add(imported);
      }
    }
    assert.ok(seen.size > 1, "nothing was followed");
  });
}
