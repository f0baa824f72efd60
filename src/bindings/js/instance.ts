import { InternalError, InvalidInputError } from "./errors.js";
import * as glue from "./generated/amends.js";
import type { Issue } from "./types/index.js";

/** Where the module comes from: compiled, or its bytes. */
export type Source = () => WebAssembly.Module | BufferSource;

let source: Source | undefined;
/** `broken`: there may be an instance, and nobody knows what it is worth. */
let state: "absent" | "sound" | "broken" = "absent";

/**
 * The same functions; the first that is called says where the module is. An entry that said it when it is imported
 * would have a side effect, and bundlers leave such a module out of a package that declares none.
 */
export function bind<Functions extends object>(functions: Functions, from: Source): Functions {
  const bound = Object.entries(functions).map(([name, part]) => [
    name,
    typeof part === "function"
      ? (...all: unknown[]) => {
          source ??= from;
          return part(...all);
        }
      : bind(part, from),
  ]);
  return Object.fromEntries(bound);
}

/** The module's source; only `./slim` has none until it is given one. */
function given(): ReturnType<Source> {
  if (source === undefined) {
    throw new Error(
      "amends/slim has no WebAssembly module yet: call `await init(fetch(…))` or `initSync(module)` before anything else",
    );
  }
  return source();
}

function instantiate(module: ReturnType<Source>): void {
  if (state === "sound") return;
  const again = state === "broken";
  // Until the last line: what breaks off halfway, at the end of the stack or of the memory, is tried again.
  state = "broken";
  try {
    // Leaves an instance that is there alone, whatever it is worth; the other one replaces it.
    glue.initSync({ module });
    if (again) glue.__wbg_reset_state();
  } catch (thrown) {
    throw refusal(thrown);
  }
  source ??= () => module;
  state = "sound";
}

function refusal(thrown: unknown): InternalError {
  return new InternalError(
    "the WebAssembly module could not be started here: see `cause`; if compiling bytes is forbidden, hand a compiled module to `initSync` of amends/slim",
    thrown,
  );
}

/** Starts the module, if it has not started; bytes are compiled beside the thread that waits. */
export async function start(from?: ReturnType<Source>): Promise<void> {
  if (state === "sound") return;
  const module = from ?? given();
  let compiled: WebAssembly.Module;
  try {
    compiled = module instanceof WebAssembly.Module ? module : await WebAssembly.compile(module);
  } catch (thrown) {
    throw refusal(thrown);
  }
  instantiate(compiled);
}

/** The same at once. */
export function startSync(from: ReturnType<Source>): void {
  instantiate(from);
}

/** What the Rust side throws on purpose: its issues, as JSON text. */
function issuesOf(thrown: unknown): [Issue, ...Issue[]] | undefined {
  return typeof thrown === "string" && thrown.startsWith("[") ? JSON.parse(thrown) : undefined;
}

/**
 * Calls into the module, which starts on the first call: importing the package costs nothing. Issues become the
 * error the caller names. Anything else is a fault of ours: the instance may be left in any state, so the next call
 * gets a new one.
 */
export function call<T>(
  use: (module: typeof glue) => T,
  refused: (issues: [Issue, ...Issue[]]) => Error = (issues) => new InvalidInputError(issues),
): T {
  if (state !== "sound") instantiate(given());
  try {
    return use(glue);
  } catch (thrown) {
    // First of all: at the end of the stack, whatever is called here fails as well.
    state = "broken";
    const issues = issuesOf(thrown);
    if (issues) {
      state = "sound";
      throw refused(issues);
    }
    throw new InternalError("a fault of amends itself, please report it; nothing was built or read", thrown);
  }
}
