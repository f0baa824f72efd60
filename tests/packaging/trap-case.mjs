// @ts-check
// What every runtime does with a package whose module can be made to trap (see trapping.mjs): every call fails at each
// of its entries into the module, at the end of the stack and without memory, and works again at once. Nothing of a
// runtime is imported.
import { accounts, inputs } from "../js/inputs.mjs";
import { last } from "./last-instance.mjs";

/** More than an instance has left, once its memory cannot grow. */
const LARGE = 1 << 24;
/** Enough for the smallest of them to be too little for a call, and the largest to be plenty. */
const FRAMES = 2000;

const { WebAssembly } = /** @type {any} */ (globalThis);
/** What may become of an instance that is to replace one that has trapped. @type {[string, any][]} */
const HINDRANCES = [
  [
    "no instance can be made",
    class {
      constructor() {
        throw new RangeError("out of memory");
      }
    },
  ],
  [
    "a new instance traps as it starts",
    new Proxy(WebAssembly.Instance, {
      construct(target, all) {
        const instance = new target(...all);
        instance.exports.trap.value = 1;
        return instance;
      },
    }),
  ],
];

/**
 * @param {any} amends @param {() => unknown} start the first call, which makes the instance
 * @returns {Promise<string[]>} what went wrong, a line each
 */
export async function run(amends, start) {
  /** @type {string[]} */
  const failures = [];
  try {
    await play(amends, start, (fine, what) => {
      if (!fine) failures.push(what);
    });
  } catch (error) {
    failures.push(`it ended early: ${error}`);
  }
  return failures;
}

/**
 * @param {any} amends @param {() => unknown} start
 * @param {(fine: unknown, what: string) => void} check
 */
async function play(amends, start, check) {
  const { InternalError } = amends;

  for (const [hindrance, Instance] of HINDRANCES) {
    withInstance(Instance, () => check(attempt(start) instanceof InternalError, `start, ${hindrance}`));
  }
  check(atTheEndOfTheStack(start) > 0, "the start never met the end of the stack");
  start();
  // Accounts are connected here, once; all that follows goes on with them.
  const { calls, operation, line } = everything(amends);
  const expected = new Map(calls.map(([name, call]) => [name, shown(call)]));
  /** @param {string} after */
  const checkAll = (after) => {
    for (const [name, call] of calls) {
      const now = shown(call);
      check(now === expected.get(name), `${name}, after ${after}: ${now}`);
    }
  };

  for (const [name, call] of calls) {
    let entry = 1;
    for (; ; entry += 1) {
      const { exports } = arm(entry);
      const thrown = attempt(call);
      if (exports.trap.value > 0) break;
      check(thrown instanceof InternalError, `${name}, a trap at entry ${entry}: ${thrown}`);
      check(shown(call) === expected.get(name), `${name} is poisoned by a trap at entry ${entry}`);
    }
    arm(0);
    check(entry > 1, `${name} never trapped`);
  }
  checkAll("traps");

  const { exports } = arm(1);
  const enter = () => amends.money.exponent("GBP");
  check(attempt(enter) instanceof InternalError, "no trap");
  check(attempt(() => exports.exponent(0)) instanceof Error, "an instance that has trapped goes on");

  for (const [hindrance, Instance] of HINDRANCES) {
    arm(1);
    withInstance(Instance, () => {
      for (const time of ["first", "second", "third"]) {
        check(attempt(enter) instanceof InternalError, `${time} call, ${hindrance}`);
      }
    });
    checkAll(hindrance);
  }

  const { readable, writable } = operation.requestStream();
  const written = writable.getWriter();
  const read = settled([readAll(readable)]);
  await written.write(line);
  arm(1);
  for (const { reason } of [...(await settled([written.write(line), written.close()])), ...(await read)]) {
    check(reason instanceof InternalError, `a stream that traps on its way: ${reason}`);
  }
  const next = operation.requestStream();
  const [built] = await Promise.all([readAll(next.readable), writeAll(next.writable, line)]);
  check(built === text(operation.requests(line)), `the next stream: ${built}`);

  for (const [, call] of calls) atTheEndOfTheStack(call, 50);
  checkAll("the end of the stack");

  useUpMemory();
  const large = { status: 200, body: "x".repeat(LARGE) };
  check(attempt(() => operation.outcome(large)) instanceof InternalError, "an answer found memory");
  check(operation.outcome(large).kind === "unknown", "the same answer, with memory");
  checkAll("the end of the memory");
}

/** Every call there is, of accounts that stay connected. @param {any} amends */
function everything(amends) {
  const { money } = amends;
  /** @type {[name: string, call: () => unknown][]} */
  const calls = [
    ["money.toMinor", () => money.toMinor("2.50", "GBP")],
    ["money.toMinor, refused", () => money.toMinor("2.505", "GBP")],
    ["money.toMajor", () => money.toMajor(250, "GBP")],
    ["money.exponent", () => money.exponent("GBP")],
  ];
  let first;
  for (const [id, input] of Object.entries(inputs)) {
    const [provider = "", name = ""] = id.split(".");
    const account = /** @type {any} */ (accounts)[provider];
    const client = amends.connect(account);
    const operation = client[name];
    const request = operation.request(input);
    const line = new TextEncoder().encode(`${JSON.stringify(input)}\n{}\n`);
    const answer = { status: 400, headers: { date: "x" }, body: '{"errorName":"é"}' };
    first ??= { operation, line };
    calls.push(
      [`${id}: connect`, () => Object.keys(amends.connect(account))],
      [`${id}: connect, refused`, () => amends.connect({ ...account, strange: 1 })],
      [`${id}: request`, () => operation.request(input)],
      [`${id}: request, refused`, () => operation.request({ ä: 1 })],
      [`${id}: validate`, () => operation.validate(input)],
      [`${id}: standard`, () => operation["~standard"].validate({})],
      [`${id}: outcome`, () => operation.outcome(answer, input)],
      [`${id}: requests`, () => text(operation.requests(line))],
      [`${id}: inputSchema`, () => amends.connect(account)[name].inputSchema],
      [`${id}: authorize`, () => client.authorize(request)],
      [`${id}: authorize, refused`, () => client.authorize({ ...request, url: "https://example.com" })],
    );
    if (client.linkData) calls.push([`${id}: linkData`, () => client.linkData(request.url)]);
  }
  if (!first) throw new Error("there are no operations");
  return { calls, ...first };
}

/**
 * The instance in use, which traps at the nth entry from now on; 0 is never.
 * @param {number} entry
 */
function arm(entry) {
  const { instance } = last;
  instance.exports.trap.value = entry;
  return instance;
}

/** @param {any} Instance in the place of the engine's @param {() => void} act */
function withInstance(Instance, act) {
  const replaced = WebAssembly.Instance;
  WebAssembly.Instance = Instance;
  try {
    act();
  } finally {
    WebAssembly.Instance = replaced;
  }
}

/**
 * Makes a call from each of the last frames that the stack has room for, or from each nth; returns how many failed.
 * @param {() => unknown} call @param {number} [nth]
 */
function atTheEndOfTheStack(call, nth = 1) {
  let failed = 0;
  let frames = FRAMES;
  const dive = () => {
    try {
      dive();
    } catch (end) {
      if (frames === 0) return;
      frames -= 1;
      if (frames % nth === 0 && attempt(call) instanceof Error) failed += 1;
      throw end;
    }
  };
  dive();
  return failed;
}

/** Lets the memory grow until the engine refuses; what is not touched costs nothing. */
function useUpMemory() {
  const { memory } = arm(0).exports;
  for (let pages = 1 << 15; pages > 0; pages >>= 1) {
    while (!(attempt(() => memory.grow(pages)) instanceof Error));
  }
}

/** What it gives, or throws. @param {() => unknown} call @returns {any} */
function attempt(call) {
  try {
    return call();
  } catch (error) {
    return error;
  }
}

/** The same as text, to compare. @param {() => unknown} call */
function shown(call) {
  const result = attempt(call);
  return result instanceof Error ? `${result} ${JSON.stringify(result)}` : JSON.stringify(result);
}

/** @param {Uint8Array} bytes */
function text(bytes) {
  return new TextDecoder().decode(bytes);
}

/** @param {ReadableStream<Uint8Array>} stream */
async function readAll(stream) {
  let all = "";
  const reader = stream.getReader();
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) all += text(piece.value);
  return all;
}

/** @param {WritableStream<Uint8Array>} stream @param {Uint8Array} bytes */
async function writeAll(stream, bytes) {
  const writer = stream.getWriter();
  await writer.write(bytes);
  await writer.close();
}

/** @param {Promise<unknown>[]} promises @returns {Promise<any[]>} */
function settled(promises) {
  return Promise.allSettled(promises);
}
