import { encode, encodeInto, type Places, type Wanted } from "./encode.js";
import { InternalError, InvalidInputError } from "./errors.js";
import type * as Exports from "./generated/exports.js";
import type { Issue } from "./types/index.js";

/** The core as JavaScript: starts an instance, and says when its memory is another one. */
export type Script = (grown: () => void) => object;
/** The core: compiled, its bytes, or without WebAssembly. */
export type Core = WebAssembly.Module | BufferSource | Script;
/** What the core exports: numbers in, numbers out. Texts are left in its memory, by {@link put}. */
export type Asked = typeof Exports;

/** Reads bytes that are known to be ASCII. */
export type AsciiReader = (from: number, to: number) => string;
type AsciiReaders = (memory: ArrayBuffer) => AsciiReader | undefined;

/** Where the entry in use has its core. */
let source: (() => Core) | undefined;
/** How it reads ASCII, where it knows something quicker than a TextDecoder. */
let readers: AsciiReaders | undefined;
/** What has started: every further instance is made of it, whichever entry is called. */
let started: WebAssembly.Module | Script | undefined;
/** The instance in use. */
let core: Asked | undefined;
/** Its whole memory. */
let memory: Uint8Array = new Uint8Array(0);
let ascii: AsciiReader | undefined;
/** Where in it the texts of a call are written. */
let room = memory;
/** As much of it as most inputs need. */
let usual = memory;
/** How much of that the call has used. */
let used = 0;
/** The account that the instance was last told. */
let selected: string | undefined;
/** Another number for every call. */
let calls = 0;
/** Whether a value is being written into the memory of the instance in use. */
let laying = false;

/** Room for the texts of most calls. */
const ROOM = 1 << 14;
/** More than a block of bulk; room beyond it is given back by the next call. */
const KEPT = 1 << 21;

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/**
 * The same functions; the first that is called says where the module is. An entry that said it when it is imported
 * would have a side effect, and bundlers leave such a module out of a package that declares none.
 */
export function bind<Functions extends object>(
  functions: Functions,
  from: () => Core,
  withReaders?: AsciiReaders,
): Functions {
  const bound = Object.entries(functions).map(([name, part]) => [
    name,
    typeof part === "function"
      ? (...all: unknown[]) => {
          source = from;
          readers = withReaders;
          return part(...all);
        }
      : bind(part, from, withReaders),
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
  try {
    return source();
  } catch (thrown) {
    // Bytes that are unpacked by WebAssembly are refused where it is.
    throw refusal(thrown);
  }
}

function instantiate(from: Core): Asked {
  if (core) return core;
  try {
    if (typeof from === "function") {
      core = from(forget) as Asked;
      started = from;
    } else {
      const module = from instanceof WebAssembly.Module ? from : new WebAssembly.Module(from);
      core = new WebAssembly.Instance(module, {}).exports as unknown as Asked;
      started = module;
    }
  } catch (thrown) {
    throw refusal(thrown);
  }
  selected = undefined;
  forget();
  return core;
}

/** The memory is another one. */
function forget(): void {
  room = memory = new Uint8Array(0);
}

function refusal(thrown: unknown): InternalError {
  return new InternalError(
    "amends could not start here: see `cause`; where WebAssembly is forbidden, as by a Content-Security-Policy without 'wasm-unsafe-eval', import amends/js, which needs none; where only compiling is, hand a compiled module to `initSync` of amends/slim",
    thrown,
  );
}

/** Starts the core, if it has not started; bytes are compiled beside the thread that waits. */
export async function start(from?: Core): Promise<void> {
  if (core) return;
  const chosen = from ?? given();
  let compiled: Core;
  try {
    const done = typeof chosen === "function" || chosen instanceof WebAssembly.Module;
    compiled = done ? chosen : await WebAssembly.compile(chosen);
  } catch (thrown) {
    throw refusal(thrown);
  }
  instantiate(compiled);
}

/** The same at once. */
export function startSync(from: Core): void {
  instantiate(from);
}

/** The core's memory: another view wherever it has grown. */
function bytes(asked: Asked): Uint8Array {
  if (memory.length === 0) {
    const { buffer } = asked.memory;
    memory = new Uint8Array(buffer);
    ascii = readers?.(buffer);
  }
  return memory;
}

function makeRoom(asked: Asked, size: number): void {
  const from = asked.room(size) >>> 0;
  room = bytes(asked).subarray(from, from + size);
  usual = room.subarray(0, ROOM);
}

/** Lays a text behind those that the call has laid down before; its length there, in bytes. */
export function put(asked: Asked, text: string): number {
  if (text === "") return 0;
  if (used + 3 * text.length >= room.length) return putBytes(asked, encoder.encode(text));
  const { written } = encoder.encodeInto(text, used === 0 ? room : room.subarray(used));
  used += written;
  return written;
}

/** The same for bytes. */
export function putBytes(asked: Asked, more: Uint8Array): number {
  // Room of no bytes may be that of a memory which is gone: nothing can be written there, not even nothing.
  if (used + more.length >= room.length) makeRoom(asked, Math.max(used + more.length + 1, ROOM));
  room.set(more, used);
  used += more.length;
  return more.length;
}

type Refused = (issues: [Issue, ...Issue[]]) => Error;
type Ask = (asked: Asked) => number;

/** What is thrown where the core fails; its memory is not used again. */
function broken(thrown: unknown): InternalError {
  forget();
  return new InternalError("a fault of amends itself, please report it; nothing was built or read", thrown);
}

/** The core, told for which account the next call is, with room for its texts. */
function ready(settings: string | undefined): Asked {
  calls = (calls + 1) | 0;
  if (laying) {
    // The value goes on being written, and this call may have the room moved that it is written to: it gets an instance of
    // its own, and the other is given up.
    laying = false;
    core = undefined;
  }
  const asked = core ?? instantiate(given());
  try {
    used = 0;
    if (room.length < ROOM || room.length > KEPT) makeRoom(asked, ROOM);
    if (settings !== undefined && settings !== selected) {
      asked.select(put(asked, settings));
      selected = settings;
      used = 0;
    }
    return asked;
  } catch (thrown) {
    // The instance may be left in any state: the next call gets a new one. Said first, because at the end of the stack
    // nothing else may be called any more.
    core = undefined;
    throw broken(thrown);
  }
}

/** A value for a call to come. */
export interface Laid {
  /** Its length where it stands in the core's memory already. */
  readonly length: number;
  /** Otherwise its bytes. */
  readonly bytes: Uint8Array | undefined;
  /** Whether it is known to be ASCII. */
  readonly plain: boolean;
}

/**
 * Lays a value down for the very next call, which is for this account: written straight into the core's memory, unless it
 * is long, or makes calls itself while it is read.
 */
export function lay(settings: string, value: unknown, places: Places, wanted?: Wanted): Laid {
  ready(settings);
  const call = calls;
  laying = true;
  const { length, plain } = encodeInto(usual, value, places, wanted);
  laying = false;
  if (length >= 0 && call === calls) return { length, bytes: undefined, plain };
  return { length: 0, bytes: encode(value, wanted), plain: false };
}

/** Takes what was laid down; its length, in bytes. */
export function take(asked: Asked, { length, bytes }: Laid): number {
  if (bytes) return putBytes(asked, bytes);
  used = length;
  return length;
}

/** Where the last answer stands. */
let from = 0;

/** The length of an answer, in bytes. Throws what is made of its issues. */
function answered(settings: string | undefined, ask: Ask, refused: Refused): number {
  const asked = ready(settings);
  let length: number;
  let issues: [Issue, ...Issue[]] | undefined;
  try {
    length = ask(asked);
    // An answer that says nothing, which many do, is not looked for.
    if (length !== 0) from = asked.output() >>> 0;
    bytes(asked);
    if (length < 0) issues = JSON.parse(decoder.decode(memory.subarray(from, from + ~length)));
    if (issues && issues.length === 0) throw new Error("called in a way that is not meant");
  } catch (thrown) {
    // The instance may be left in any state: the next call gets a new one. Said first, because at the end of the stack
    // nothing else may be called any more.
    core = undefined;
    throw broken(thrown);
  }
  if (issues) throw refused(issues);
  return length;
}

const invalid: Refused = (issues) => new InvalidInputError(issues);

/**
 * Asks the core, which starts on the first call: importing the package costs nothing. `settings` are those of the account
 * in question. Issues become the error the caller names; anything else is a fault of ours. The answer may be known to be
 * `plain` ASCII.
 */
export function call(settings: string | undefined, ask: Ask, refused = invalid, plain = false): string {
  const length = answered(settings, ask, refused);
  if (length === 0) return "";
  if (plain && ascii) return ascii(from, from + length);
  return decoder.decode(memory.subarray(from, from + length));
}

/** The text of bytes that are UTF-8. */
export function textOf(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

/** Texts of the program itself, by place and length in turn, as the last answer named them. */
export function textAt(places: readonly number[]): string {
  let text = "";
  for (let at = 0; at + 1 < places.length; at += 2) {
    const [from = 0, length = 0] = places.slice(at, at + 2);
    text += decoder.decode(memory.subarray(from, from + length));
  }
  return text;
}

/** The same for an answer in bytes, which stand there until the next call. */
export function callForBytes(settings: string | undefined, ask: Ask, refused = invalid): Uint8Array {
  const length = answered(settings, ask, refused);
  return memory.subarray(from, from + length);
}
