// @ts-check
// Many inputs at once: bytes and streams, split anywhere.
import assert from "node:assert/strict";
import { test } from "node:test";
import { amends } from "./amends.mjs";
import { examples, thrown } from "./examples.mjs";

const encoder = new TextEncoder();

/** @param {Uint8Array} bytes */
function lines(bytes) {
  const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  assert.ok(text === "" || text.endsWith("\n"));
  return text
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line));
}

/** @param {any} operation @param {Uint8Array} bytes @param {number} size of each chunk */
async function streamed(operation, bytes, size) {
  const { readable, writable } = operation.requestStream();
  const writing = (async () => {
    const writer = writable.getWriter();
    for (let at = 0; at < bytes.length; at += size) await writer.write(bytes.subarray(at, at + size));
    await writer.close();
  })();
  const output = new Uint8Array(await new Response(readable).arrayBuffer());
  await writing;
  return output;
}

for (const { id, client, operation, input } of examples) {
  test(`${id}: an answer a line, in order, without credentials`, () => {
    const good = JSON.stringify(input());
    const answers = lines(operation.requests(encoder.encode(`${good}\n\n  \r\n{}\r\n[1\n${good}`)));
    assert.deepEqual(
      answers.map(({ line, ...rest }) => [line, Object.keys(rest)]),
      [
        [1, ["request"]],
        [4, ["issues"]],
        [5, ["issues"]],
        [6, ["request"]],
      ],
    );
    assert.deepEqual(answers[1].issues, operation.validate({}).issues);
    assert.equal(answers[2].issues[0].code, "malformed_json");
    const authorized = client.authorize(answers[3].request);
    assert.deepEqual({ ...authorized.headers }, { ...operation.request(input()).headers });
  });

  test(`${id}: what only text can say`, () => {
    const good = JSON.stringify(input());
    const [name] = Object.keys(input());
    const twice = `{"${name}":${JSON.stringify(input()[name ?? ""])},${good.slice(1)}`;
    const [repeated] = lines(operation.requests(encoder.encode(twice)));
    assert.deepEqual(
      repeated.issues.map((/** @type {any} */ { code, path }) => [code, path]),
      [["duplicate_field", [name]]],
    );
    const [bad] = lines(operation.requests(Uint8Array.of(0x22, 0xff, 0x22)));
    assert.equal(bad.issues[0].code, "malformed_json");
    for (const place of [0, 1, 2]) {
      const around = encoder.encode(`${good}\n`.repeat(3));
      around[place * (around.length / 3) + 1] = 0xff;
      const results = lines(operation.requests(around)).map((line) => line.issues?.[0]?.code);
      assert.deepEqual(
        results,
        [0, 1, 2].map((at) => (at === place ? "malformed_json" : undefined)),
      );
    }
    const [mark] = lines(operation.requests(encoder.encode('{"\\u0000":"undefined"}')));
    assert.ok(mark.issues.some((/** @type {any} */ { code }) => code === "unknown_field"));
  });
}

const { id = "", operation, input } = examples[3] ?? {};

test("a stream says the same, however its chunks are cut", async () => {
  const text = `\ufeff${JSON.stringify(input?.())}\n\n{"id":"späť 😀"}\r\n{}\n${JSON.stringify(input?.())}`;
  for (const end of ["", "\n", "\n\n"]) {
    const bytes = encoder.encode(text + end);
    const whole = operation.requests(bytes);
    assert.equal(lines(whole).length, 4, id);
    for (const size of [1, 2, 3, 7, 64, bytes.length]) {
      assert.deepEqual(await streamed(operation, bytes, size), whole);
    }
  }
});

test("a line beyond 1 MiB is one issue, and the next line is read", async () => {
  const long = `{"id":"${"a".repeat(3 << 20)}"}\n{"id":"p"}\n`;
  const bytes = encoder.encode(long);
  for (const output of [operation.requests(bytes), await streamed(operation, bytes, 100_000)]) {
    const [first, second, ...rest] = lines(output);
    assert.deepEqual([first.line, first.issues.length, first.issues[0].code], [1, 1, "too_long"]);
    assert.deepEqual([second.line, Object.keys(second), rest], [2, ["line", "request"], []]);
  }
});

test("what is cut at 1 MiB is refused, with a byte order mark as without", async () => {
  for (const mark of ["", "\ufeff"]) {
    const bytes = encoder.encode(`${mark}{"id":"a","amount":1}${" ".repeat(1 << 20)}GARBAGE\n{"id":"p"}\n`);
    for (const output of [operation.requests(bytes), await streamed(operation, bytes, 70_000)]) {
      const [first, second] = lines(output);
      assert.deepEqual([first.issues?.[0].code, Object.keys(second)], ["too_long", ["line", "request"]]);
    }
  }
});

test("a line in pieces of a byte", async () => {
  const bytes = encoder.encode(`{"id":"${"a".repeat(70_000)}"}\n\n{"id":"p"}`);
  assert.deepEqual(await streamed(operation, bytes, 1), operation.requests(bytes));
});

test("exactly 1 MiB is taken, a byte more is not", () => {
  const around = '{"id":"p","reason":""}'.length;
  for (const [length, key] of /** @type {const} */ ([
    [1 << 20, "request"],
    [(1 << 20) + 1, "issues"],
  ])) {
    const reason = "a".repeat(length - around);
    const [answer] = lines(operation.requests(encoder.encode(JSON.stringify({ id: "p", reason }))));
    assert.ok(key in answer, `${length}`);
    assert.equal(operation.validate({ id: "p", reason }).ok, key === "request", `${length}`);
  }
});

test("much output for little input, and little for much", async () => {
  const dense = "{}\n".repeat(60_000);
  const sparse = `${" ".repeat(99_999)}\n`.repeat(80);
  for (const text of [dense + sparse, sparse + dense, `${JSON.stringify(input?.())}\n${sparse}\n${dense}`]) {
    const bytes = encoder.encode(text);
    const whole = operation.requests(bytes);
    assert.deepEqual(await streamed(operation, bytes, 100_000), whole);
    assert.ok(whole.length > 60_000 * 50 && whole.buffer.byteLength <= 2 * whole.length);
  }
});

test("ten thousand lines", async () => {
  const bytes = encoder.encode(`${JSON.stringify(input?.())}\n{}\n`.repeat(5000));
  const whole = operation.requests(bytes);
  const answers = lines(whole);
  assert.equal(answers.length, 10_000);
  for (const [index, { line, ...rest }] of answers.entries()) {
    assert.deepEqual([line, Object.keys(rest)], [index + 1, [index % 2 === 0 ? "request" : "issues"]]);
  }
  assert.deepEqual(await streamed(operation, bytes, 65_536), whole);
});

test("nothing in, nothing out; and no bytes are no bulk input", async () => {
  assert.equal(operation.requests(new Uint8Array(0)).length, 0);
  assert.equal(operation.requests(encoder.encode("\n \n\t\r\n")).length, 0);
  assert.equal((await streamed(operation, new Uint8Array(0), 1)).length, 0);
  assert.deepEqual(operation.requests(Buffer.from("{}")), operation.requests(encoder.encode("{}")));
  for (const strange of [undefined, null, "{}", [123, 125], new ArrayBuffer(2), {}]) {
    assert.ok(thrown(() => operation.requests(strange)) instanceof amends.InvalidInputError);
  }
});
