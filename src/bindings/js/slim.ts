/**
 * The package without its WebAssembly module, for those who load `amends/amends.wasm` themselves: call `init` or
 * `initSync` once, before anything else. Everything else is as in the default entry.
 *
 * @module
 */
import { start, startSync } from "./instance.js";

export * from "./api.js";

/** A compiled `WebAssembly.Module`; the types of WebAssembly are not in every project. */
export type CompiledModule = object;
/** The bytes of `amends/amends.wasm`. */
export type ModuleBytes = ArrayBuffer | Uint8Array;
/** What of a `Response` is used. */
export interface ModuleResponse {
  readonly status: number;
  arrayBuffer(): Promise<ArrayBuffer>;
}

/**
 * Starts the module: compiled, as bytes, or as `fetch` answers, `init(fetch(new URL("amends.wasm", …)))`. Later calls
 * change nothing. Rejects with a `TypeError` for anything else and for a status other than 200, and with
 * {@link InternalError} where the module cannot be started; then it may be called again.
 */
export async function init(
  source:
    | CompiledModule
    | ModuleBytes
    | ModuleResponse
    | Promise<CompiledModule | ModuleBytes | ModuleResponse>,
): Promise<void> {
  const given: unknown = await source;
  if (!isResponse(given)) return start(checked(given));
  // Too small for a streaming compiler, which would also insist on the media type.
  if (given.status !== 200) {
    throw new TypeError(`the WebAssembly module was answered with status ${given.status}, not 200`);
  }
  return start(checked(await given.arrayBuffer()));
}

/** The same at once, from a compiled module or its bytes. Throws as {@link init} rejects. */
export function initSync(module: CompiledModule | ModuleBytes): void {
  startSync(checked(module));
}

function isResponse(given: unknown): given is ModuleResponse {
  return typeof (given as ModuleResponse | null | undefined)?.arrayBuffer === "function";
}

/** Other views of bytes are left out, because some engines refuse to compile them. */
function checked(module: unknown): WebAssembly.Module | BufferSource {
  if (module instanceof ArrayBuffer || module instanceof Uint8Array || module instanceof WebAssembly.Module) {
    return module;
  }
  throw new TypeError(
    "the WebAssembly module of amends must be a WebAssembly.Module, the bytes of amends/amends.wasm or, for `init`, a Response with them",
  );
}
