// @ts-check
/** `npm run build`: Rust → WebAssembly → dist/. A step whose inputs did not change is left out. */
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { description, UNDESCRIBED } from "./lib/description.mjs";
import { inlineBase64 } from "./lib/inline.mjs";
import { toJavaScript } from "./lib/javascript.mjs";
import { root, StepError, say, script, seconds, step } from "./lib/run.mjs";
import { digest, files, readStamp, withImports, writeStamp } from "./lib/stamps.mjs";
import { asText } from "./lib/text.mjs";
import { checkNode, wasmCompiler } from "./lib/toolchain.mjs";
import { npmPackages, npmProgram, wasmBindgen } from "./lib/tools.mjs";
import { copyReachable } from "./lib/types.mjs";

/**
 * The files of src/bindings/js that become entries of dist/: `index` for every runtime that compiles bytes, `node` for
 * those of them that download nothing, `workerd` and `edge-light` for those that want the .wasm file imported, `slim` for those who load it themselves, `js` for
 * those that may not run WebAssembly. What they share is one more file.
 */
const ENTRIES = ["index", "node", "workerd", "edge-light", "slim", "js"];
/** What dist/ declares; the others are declared as `index` is. */
const DECLARED = ["index", "slim"];
const SOURCE = "src/bindings/js";
const GENERATED = `${SOURCE}/generated`;

/**
 * What the module may use, by the names that rustc and binaryen share. Every runtime the package supports has more, but
 * wasm2js has not: with these, one module serves every entry. (Reference types and multiple results would not make it
 * smaller.)
 */
const FEATURES = ["bulk-memory", "sign-ext", "mutable-globals"];
const RUSTC_FEATURES = FEATURES.map((feature) => `+${feature}`);
const WASM_FEATURES = FEATURES.map((feature) => `--enable-${feature}`);

/**
 * Two builds of one source, because speed and size disagree: what a browser downloads is small, what runs in Node, Bun
 * and Deno is fast.
 */
const BUILDS = {
  small: {
    profile: "release",
    // rustc inlines its own intermediate code where it optimises for speed alone; LLVM then has less to make, too.
    // A smaller stack lies before the data, so that the addresses of the data are a byte shorter.
    flags: [UNDESCRIBED, "-Zinline-mir=yes", "-Clink-arg=-zstack-size=262144"],
    std: ["-Zbuild-std-features=optimize_for_size"],
    // What repeats compresses, even where it is longer: so a function stays one where it is called once, and values stay
    // in locals. `--skip-pass` leaves out what would undo it, and the cutting of the data where it is zero: zeros cost
    // less than another segment. The first kilobyte of memory is where the stack ends: no address is reckoned from there.
    optimise: [
      ...["-Oz", "--flatten", "--rereloop", "-Oz", "--converge"],
      ...["--one-caller-inline-max-function-size=0", "--skip-pass=simplify-locals"],
      ...["--skip-pass=local-cse", "--skip-pass=memory-packing", "--low-memory-unused"],
    ],
    optimised: "target/wasm/amends.opt.wasm",
  },
  fast: {
    profile: "fast",
    flags: [],
    std: [],
    optimise: ["--remove-exports=describe", "-O3"],
    optimised: "target/wasm/amends.fast.wasm",
  },
};

/** @param {string} path */
const at = (path) => join(root, path);

/**
 * Brings dist/ up to date, installing what the build needs.
 * @returns {Promise<{ built: boolean, note: string }>}
 */
export async function ensureBuilt() {
  checkNode();
  await npmPackages();
  const compiler = await wasmCompiler();
  const tools = await wasmBindgen();
  const scripts = [...withImports("scripts/build.mjs"), "scripts/lib/unpack.wat"];
  const rust = ["Cargo.toml", "Cargo.lock", ...files("src", (path) => path !== SOURCE)];

  const wasm = await once(
    "wasm",
    digest([...rust, ...scripts], [JSON.stringify(compiler)]),
    [
      ...Object.values(BUILDS).map(({ optimised }) => optimised),
      `${GENERATED}/exports.d.ts`,
      ...["bytes", "fast", "script", "data", "description"].flatMap((name) => [
        `${GENERATED}/${name}.js`,
        `${GENERATED}/${name}.d.ts`,
      ]),
    ],
    () => buildWasm(compiler, tools.bindgen),
  );
  const inputs = [
    ...files(SOURCE),
    ...Object.values(BUILDS).map(({ optimised }) => optimised),
    "tsconfig.json",
    "package-lock.json",
    ...scripts,
  ];
  const dist = await once(
    "dist",
    digest(inputs, []),
    [
      "dist/amends.wasm",
      ...ENTRIES.map((name) => `dist/${name}.js`),
      ...DECLARED.map((name) => `dist/${name}.d.ts`),
    ],
    buildDist,
  );
  return { built: wasm || dist, note: compiler.note };
}

/**
 * Runs a step unless its inputs and outputs are those of the last time.
 * @param {string} name @param {string} inputs @param {string[]} outputs @param {() => Promise<void>} run
 */
async function once(name, inputs, outputs, run) {
  if (readStamp(name) === inputs && outputs.every((path) => existsSync(at(path)))) return false;
  writeStamp(name, "");
  await run();
  writeStamp(name, inputs);
  return true;
}

/** @param {import("./lib/toolchain.mjs").Compiler} compiler @param {string} bindgen */
async function buildWasm(compiler, bindgen) {
  say(`Compiler: ${compiler.note}`);
  const small = await buildModule("small", compiler, bindgen);
  const fast = await buildModule("fast", compiler, bindgen);
  const exported = readFileSync(`${small}.d.ts`, "utf8");
  if (exported !== readFileSync(`${fast}.d.ts`, "utf8").replace(/^export const describe: .*\n/m, "")) {
    throw new StepError(
      "the two builds export different functions: let their Rust code differ in nothing but speed",
    );
  }
  mkdirSync(at(GENERATED), { recursive: true });
  writeFileSync(at(`${GENERATED}/exports.d.ts`), exported);
  for (const [name, { code, types }] of Object.entries({
    bytes: await asText(readFileSync(at(BUILDS.small.optimised))),
    fast: inlineBase64(readFileSync(at(BUILDS.fast.optimised))),
    description: description(fast),
    ...(await toJavaScript(small, WASM_FEATURES)),
  })) {
    writeFileSync(at(`${GENERATED}/${name}.js`), code);
    writeFileSync(at(`${GENERATED}/${name}.d.ts`), types);
  }
}

/**
 * @param {keyof typeof BUILDS} name @param {import("./lib/toolchain.mjs").Compiler} compiler @param {string} bindgen
 * @returns {Promise<string>} the module that wasm-bindgen wrote; beside it are its declarations
 */
async function buildModule(name, compiler, bindgen) {
  const { profile, flags, std, optimise, optimised } = BUILDS[name];
  const { CARGO_ENCODED_RUSTFLAGS: released, ...env } = compiler.release.env;
  const target = ["-Ctarget-cpu=mvp", `-Ctarget-feature=${RUSTC_FEATURES.join()}`];
  await step(
    `cargo build, ${name}, wasm32`,
    compiler.cargo,
    ["build", "--lib", `--profile=${profile}`, "--locked", ...compiler.release.args, ...std],
    {
      env: { ...env, CARGO_ENCODED_RUSTFLAGS: [released, ...target, ...flags].join("\x1f") },
      todo: (log) =>
        /failed to (download|get|fetch)|unable to update registry/i.test(log)
          ? "cargo could not download the dependencies: check the network, then run this again"
          : "the Rust code did not compile for wasm32: see above",
    },
  );
  const folder = at(`target/wasm/bindgen/${name}`);
  rmSync(folder, { recursive: true, force: true });
  await step(
    `wasm-bindgen, ${name}`,
    bindgen,
    [
      at(`target/wasm/wasm32-unknown-unknown/${profile}/amends.wasm`),
      ...["--target", "bundler", "--out-dir", folder, "--out-name", "amends"],
    ],
    { todo: "wasm-bindgen refused the module: see above" },
  );
  const module = join(folder, "amends_bg.wasm");
  await step(
    `wasm-opt, ${name}`,
    process.execPath,
    [
      npmProgram("binaryen/bin/wasm-opt"),
      ...[...optimise, "--strip-debug", "--strip-producers", "--strip-target-features"],
      ...WASM_FEATURES,
      ...[module, "-o", at(optimised)],
    ],
    { todo: "wasm-opt refused the module: see above" },
  );
  return module;
}

/**
 * The JavaScript of the entries.
 * @param {string} outdir @param {import("esbuild").Plugin[]} [plugins] for a test that wants another module inside
 */
export async function bundle(outdir, plugins = []) {
  const esbuild = await import("esbuild");
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: ENTRIES.map((name) => `${SOURCE}/${name}.ts`),
    outdir,
    plugins,
    bundle: true,
    external: ["*.wasm", "*.wasm?module"],
    splitting: true,
    chunkNames: "shared-[hash]",
    format: "esm",
    platform: "neutral",
    target: "es2022",
    charset: "utf8",
    legalComments: "none",
    minifySyntax: true,
    minifyWhitespace: true,
    logLevel: "warning",
  });
}

async function buildDist() {
  rmSync(at("dist"), { recursive: true, force: true });
  await bundle("dist");
  const types = at("target/types");
  rmSync(types, { recursive: true, force: true });
  await step(
    "tsc, declarations",
    process.execPath,
    [
      npmProgram("typescript/bin/tsc"),
      ...[
        "-p",
        "tsconfig.json",
        "--noEmit",
        "false",
        "--declaration",
        "--emitDeclarationOnly",
        "--outDir",
        types,
      ],
    ],
    { todo: "the TypeScript does not check: see above" },
  );
  // The functions of `index` are bound ones, which have lost their comments; api.ts declares the same with them.
  writeFileSync(join(types, "index.d.ts"), 'export * from "./api.js";\n');
  copyReachable(
    types,
    at("dist"),
    DECLARED.map((name) => `${name}.d.ts`),
  );
  copyFileSync(at(BUILDS.small.optimised), at("dist/amends.wasm"));
}

/** One line a file: what a reader downloads. */
export function sizes() {
  const code = files("dist").filter((path) => path.endsWith(".js"));
  return ["dist/amends.wasm", ...code].map((path) => {
    const bytes = readFileSync(at(path));
    const [raw, gzip, brotli] = [bytes, gzipSync(bytes, { level: 9 }), brotliCompressSync(bytes)].map(
      ({ length }) => `${(length / 1000).toFixed(1)} kB`.padStart(9),
    );
    return `${path.padEnd(25)}${raw} raw ${gzip} gzip ${brotli} brotli`;
  });
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await script(async () => {
    const started = Date.now();
    const { built, note } = await ensureBuilt();
    const took = seconds(Date.now() - started);
    if (built) say([`Built dist/ in ${took} with ${note}`, ...sizes()].join("\n"));
    else say(`dist/ is up to date (${took})`);
  });
}
