import { InternalError, InvalidInputError } from "./errors.js";
import * as glue from "./generated/glue.js";
import type { Issue } from "./types/index.js";

/** The core as JavaScript: starts an instance, and says when its memory is another one. */
export type Script = (imports: object, grown: () => void) => object;
/** The core: compiled, its bytes, or without WebAssembly. */
export type Core = WebAssembly.Module | BufferSource | Script;

/** Where the entry in use has its core. */
let source: (() => Core) | undefined;
/** What has started: every further instance is made of it, whichever entry is called. */
let started: WebAssembly.Module | Script | undefined;
let ready = false;

/**
 * The same functions; the first that is called says where the module is. An entry that said it when it is imported
 * would have a side effect, and bundlers leave such a module out of a package that declares none.
 */
export function bind<Functions extends object>(functions: Functions, from: () => Core): Functions {
  const bound = Object.entries(functions).map(([name, part]) => [
    name,
    typeof part === "function"
      ? (...all: unknown[]) => {
          source = from;
          return part(...all);
        }
      : bind(part, from),
  ]);
  return Object.fromEntries(bound);
}

/** Only `./slim` has none until it is given one. */
function given(): Core {
  if (started !== undefined) return started;
  if (source === undefined) {
    throw new Error(
      "amends/slim has no WebAssembly module yet: call `await init(fetch(…))` or `initSync(module)` before anything else",
    );
  }
  return source();
}

function instantiate(core: Core): void {
  if (ready) return;
  const imports = { "./amends_bg.js": glue };
  try {
    if (typeof core === "function") {
      glue.__wbg_set_wasm(core(imports, glue.forget));
      started = core;
    } else {
      const module = core instanceof WebAssembly.Module ? core : new WebAssembly.Module(core);
      glue.__wbg_set_wasm(new WebAssembly.Instance(module, imports).exports);
      started = module;
    }
  } catch (thrown) {
    throw refusal(thrown);
  }
  glue.forget();
  ready = true;
}

function refusal(thrown: unknown): InternalError {
  return new InternalError(
    "amends could not start here: see `cause`; where WebAssembly is forbidden, as by a Content-Security-Policy without 'wasm-unsafe-eval', import amends/js, which needs none; where only compiling is, hand a compiled module to `initSync` of amends/slim",
    thrown,
  );
}

/** Starts the core, if it has not started; bytes are compiled beside the thread that waits. */
export async function start(from?: Core): Promise<void> {
  if (ready) return;
  const core = from ?? given();
  let compiled: Core;
  try {
    const done = typeof core === "function" || core instanceof WebAssembly.Module;
    compiled = done ? core : await WebAssembly.compile(core);
  } catch (thrown) {
    throw refusal(thrown);
  }
  instantiate(compiled);
}

/** The same at once. */
export function startSync(from: Core): void {
  instantiate(from);
}

/** What the Rust side throws on purpose: its issues, as JSON text. */
function issuesOf(thrown: unknown): [Issue, ...Issue[]] | undefined {
  return typeof thrown === "string" && thrown.startsWith("[") ? JSON.parse(thrown) : undefined;
}

/**
 * Calls into the core, which starts on the first call: importing the package costs nothing. Issues become the
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
    // First of all: at the end of the stack, whatever is called here fails as well.
    ready = false;
    const issues = issuesOf(thrown);
    if (issues) {
      ready = true;
      throw refused(issues);
    }
    throw new InternalError("a fault of amends itself, please report it; nothing was built or read", thrown);
  }
}
