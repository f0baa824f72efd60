// @ts-check
/** The WebAssembly module as JavaScript, for pages that may not run WebAssembly. */
import { readFileSync } from "node:fs";
import { inline } from "./inline.mjs";
import { StepError, step } from "./run.mjs";
import { npmProgram } from "./tools.mjs";

/** One instance, as a function. */
const HEAD = `import { bytes } from "./data.js";
export default function (grown) {
`;
const TAIL = `
  return asmFunc({});
}
`;

const TYPES = `/** Starts an instance, which calls \`grown\` when its memory has been replaced by a larger one. */
export default function start(grown: () => void): object;
`;

/**
 * The script, whose default export starts an instance and gives what the module exports. A trap is an error like any
 * other. The script imports its data from `data.js`.
 * @param {string} wasm @param {string[]} features of the module, as options
 */
export async function toJavaScript(wasm, features) {
  const output = `${wasm}.js`;
  const args = [npmProgram("binaryen/bin/wasm2js"), "-Oz", ...features, wasm, "-o", output];
  await step("wasm2js -Oz", process.execPath, args, { todo: "wasm2js refused the module: see above" });
  const { text, data } = startable(readFileSync(output, "utf8"));
  const { transform } = await import("esbuild");
  const { code } = await transform(text, { minify: true, target: "es2022", charset: "utf8" });
  return { script: { code, types: TYPES }, data: inline(data) };
}

/**
 * wasm2js starts one instance when it is imported, tells nobody that its memory grew, and carries the data as base64.
 * @param {string} output
 */
function startable(output) {
  if (/legalimport\$|legalstub\$|TempRet0/.test(output)) {
    // In halves, while a module gives and takes a BigInt.
    throw new StepError("64-bit integers cross the boundary of the module: let none");
  }
  const { data, from } = image(output);
  /** @type {[string | RegExp, string][]} */
  const edits = [
    [/^/, HEAD],
    [/ *var base64ReverseLookup[\s\S]*?\nfunction initActiveSegments[\s\S]*?\n\}\n/, ""],
    ["initActiveSegments(imports);", `bufferView.set(bytes(), ${from});`],
    ["buffer = newBuffer;", "buffer = newBuffer; grown();"],
    [/\nvar retasmFunc = [\s\S]*$/, TAIL],
  ];
  let text = output;
  for (const [part, by] of edits) {
    const edited = text.replace(part, () => by);
    if (edited === text) differs(`there is no ${part}`);
    text = edited;
  }
  return { text, data };
}

/** The memory as it is at first: what the data segments say, zeros between them. @param {string} output */
function image(output) {
  const found = output.matchAll(/base64DecodeToExistingUint8Array\(bufferView, (\d+), "([^"]*)"\)/g);
  const segments = [...found].map(([, at, text = ""]) => ({
    at: Number(at),
    bytes: Buffer.from(text, "base64"),
  }));
  const from = Math.min(...segments.map(({ at }) => at));
  const data = new Uint8Array(Math.max(...segments.map(({ at, bytes }) => at + bytes.length)) - from);
  for (const { at, bytes } of segments) data.set(bytes, at - from);
  return { data, from };
}

/** @param {string} how @returns {never} */
function differs(how) {
  throw new StepError(`wasm2js writes something else than scripts/lib/javascript.mjs expects: ${how}`);
}
