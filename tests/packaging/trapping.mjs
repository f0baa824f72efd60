// @ts-check
// A copy of the module that can be made to trap; made for the tests, never built into dist/.
import binaryen from "binaryen";

/** What the module uses, and nothing that an engine may not have. */
const { BulkMemory, BulkMemoryOpt, Multivalue, MutableGlobals, NontrappingFPToInt, ReferenceTypes, SignExt } =
  binaryen.Features;
const FEATURES =
  BulkMemory | BulkMemoryOpt | Multivalue | MutableGlobals | NontrappingFPToInt | ReferenceTypes | SignExt;

/**
 * Adds the exported global `trap`: set to n, the nth exported function that is called from then on fills the whole
 * memory with garbage and traps. Whoever goes on with such an instance is found out.
 * @param {Uint8Array} wasm @returns {Uint8Array<ArrayBuffer>}
 */
export function trapping(wasm) {
  const module = binaryen.readBinary(wasm);
  try {
    module.setFeatures(FEATURES);
    module.addGlobal("trap", binaryen.i32, true, module.i32.const(0));
    module.addGlobalExport("trap", "trap");
    for (const { name, value } of exportedFunctions(module)) {
      const { params, results } = binaryen.getFunctionInfo(module.getFunction(value));
      const handedOn = binaryen.expandType(params).map((type, index) => module.local.get(index, type));
      const body = [countDown(module), module.call(value, handedOn, results)];
      const outer = `trapping ${name}`;
      module.addFunction(outer, params, results, [], module.block(null, body, results));
      module.removeExport(name);
      module.addFunctionExport(outer, name);
    }
    if (module.validate() === 0) throw new Error("the module that traps is not valid");
    return new Uint8Array(module.emitBinary());
  } finally {
    module.dispose();
  }
}

/** @param {import("binaryen").default.Module} module */
function exportedFunctions(module) {
  return Array.from({ length: module.getNumExports() }, (_, index) =>
    binaryen.getExportInfo(module.getExportByIndex(index)),
  ).filter(({ kind }) => kind === binaryen.ExternalFunction);
}

/** @param {import("binaryen").default.Module} module */
function countDown(module) {
  const { i32, memory } = module;
  const left = () => module.global.get("trap", binaryen.i32);
  const bytes = i32.shl(memory.size(), i32.const(16));
  return module.if(
    left(),
    module.block(null, [
      module.global.set("trap", i32.sub(left(), i32.const(1))),
      module.if(
        i32.eqz(left()),
        module.block(null, [memory.fill(i32.const(0), i32.const(0xa5), bytes), module.unreachable()]),
      ),
    ]),
  );
}
