import { InternalError, InvalidInputError } from "./errors.js";
import * as glue from "./generated/amends.js";
import type { Issue } from "./types/index.js";

/** Where the module comes from: compiled, or its bytes. */
export type Source = () => WebAssembly.Module | BufferSource;

let source: Source | undefined;
let ready = false;

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
  if (ready) return;
  try {
    glue.initSync({ module });
  } catch (thrown) {
    throw refusal(thrown);
  }
  source ??= () => module;
  ready = true;
}

function refusal(thrown: unknown): InternalError {
  return new InternalError(
    "the WebAssembly module could not be started here: see `cause`; if compiling bytes is forbidden, hand a compiled module to `initSync` of amends/slim",
    thrown,
  );
}

/** Starts the module, if it has not started; bytes are compiled beside the thread that waits. */
export async function start(from?: ReturnType<Source>): Promise<void> {
  if (ready) return;
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
  if (!ready) instantiate(given());
  try {
    return use(glue);
  } catch (thrown) {
    const issues = issuesOf(thrown);
    if (issues) throw refused(issues);
    glue.__wbg_reset_state();
    throw new InternalError("a fault of amends itself, please report it; nothing was built or read", thrown);
  }
}
