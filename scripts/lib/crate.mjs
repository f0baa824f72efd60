// @ts-check
/** Packs the crate as cargo publishes it, and compiles what was packed: natively, and with the bindings. */
import { join } from "node:path";
import { ask, root, StepError, say, show } from "./run.mjs";
import { files } from "./stamps.mjs";
import { wasmCompiler } from "./toolchain.mjs";

/** Beside every Rust source. The TypeScript is the npm package's; tests, tools and examples stay in the repository. */
const FILES = ["CHANGELOG.md", "Cargo.lock", "Cargo.toml", "LICENSE-APACHE", "LICENSE-MIT", "README.md"];
/** What cargo adds: the manifest as it was written, and the commit where there is one. */
const ADDED = ["Cargo.toml.orig", ".cargo_vcs_info.json"];

export async function checkCrate() {
  // A test runs before the commit as well.
  const packing = ["package", "--locked", "--allow-dirty"];
  const { ok, stdout, stderr } = ask("cargo", [...packing, "--list"]);
  if (!ok) throw new StepError("the crate cannot be packed: see above", stderr);
  const packed = stdout.split(/\r?\n/).filter((path) => !ADDED.includes(path));
  const wanted = [...FILES, ...files("src").filter((path) => path.endsWith(".rs"))];
  const lines = [
    ...packed.filter((path) => !wanted.includes(path)).map((path) => `+ ${path}`),
    ...wanted.filter((path) => !packed.includes(path)).map((path) => `- ${path}`),
  ];
  if (lines.length > 0) {
    const todo =
      "the crate's files are not those of scripts/lib/crate.mjs: mend the list or `include` in Cargo.toml";
    throw new StepError(todo, lines.join("\n"));
  }
  say(`   ${packed.length} files`);

  await show("cargo", packing, { todo: "what is packed does not compile: see above" });
  const compiler = await wasmCompiler();
  const { name, version } = manifest();
  const folder = join(root, "target", "package", `${name}-${version}`);
  const args = [
    "check",
    "--lib",
    "--locked",
    "--manifest-path",
    join(folder, "Cargo.toml"),
    ...compiler.args,
  ];
  await show(compiler.cargo, args, {
    env: compiler.env,
    todo: "what is packed does not compile for wasm32: see above",
  });
}

/** What cargo reads in Cargo.toml. @returns {{ name: string, version: string }} */
export function manifest() {
  const { ok, stdout, stderr } = ask("cargo", ["metadata", "--no-deps", "--format-version", "1"]);
  if (!ok) throw new StepError("cargo cannot read Cargo.toml: see above", stderr);
  return JSON.parse(stdout).packages[0];
}
