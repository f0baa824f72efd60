// @ts-check
// Whatever stands in an input: it is judged, never thrown at and never run.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { runInNewContext } from "node:vm";
import { amends } from "./amends.mjs";
import { examples, put, thrown } from "./examples.mjs";
import { hostile, huge, ran } from "./hostile-values.mjs";

/** @param {[name: string, make: () => unknown][]} list @returns {[string, unknown][]} */
const made = (list) => list.map(([name, make]) => [name, make()]);
const values = made(hostile);
const hugeValues = made(huge);

after(() => assert.equal(ran.count, 0, "code of a hostile value ran"));

/**
 * @param {import("./examples.mjs").Example} example @param {unknown} input @param {string} about
 */
function refused({ id, operation }, input, about) {
  const found = operation.validate(input);
  assert.equal(found.ok, false, `${about}: taken`);
  assert.ok(found.issues.length > 0, about);
  const error = thrown(() => operation.request(input));
  assert.ok(error instanceof amends.InvalidInputError, `${about}: ${error}`);
  assert.deepEqual(error.issues, found.issues, about);
  assert.equal(error.operation, id);
  for (const { code, path, pointer, message, ...rest } of found.issues) {
    assert.match(code, /^[a-z_]+$/, about);
    assert.ok(Array.isArray(path), about);
    assert.equal(pointer.split("/").length - 1, path.length, about);
    assert.ok(message.length < 1000 && !/\p{Cc}/u.test(message), `${about}: ${message}`);
    assert.deepEqual(rest, {}, about);
  }
}

for (const example of examples) {
  const { id, operation, input, paths } = example;

  test(`${id}: ${values.length} values as the input itself`, () => {
    for (const [name, value] of values) refused(example, value, name);
  });

  for (const path of paths) {
    test(`${id}: ${values.length} values as ${path.join(".")}`, () => {
      for (const [name, value] of values) {
        refused(example, put(input(), path, value), `${path.join(".")} = ${name}`);
        operation.outcome(null, put(input(), path, value));
      }
    });
  }

  test(`${id}: huge values`, () => {
    for (const [name, value] of hugeValues) {
      refused(example, value, name);
      refused(example, put(input(), paths.at(-1) ?? [], value), `${paths.at(-1)} = ${name}`);
    }
  });

  test(`${id}: fields that are getters`, () => {
    for (const path of paths) {
      const own = input();
      const parent = path.slice(0, -1).reduce((inner, name) => inner[name], own);
      const name = path.at(-1) ?? "";
      const value = parent[name];
      let reads = 0;
      // A good value: nothing but having run tells.
      const get = () => {
        reads += 1;
        return value;
      };
      Object.defineProperty(parent, name, { get, enumerable: true });
      refused(example, own, path.join("."));
      assert.equal(reads, 0, path.join("."));
    }
  });

  test(`${id}: strange names beside the fields`, () => {
    const strange = ["__proto__", "\0", "\0\0", "\ud800", "constructor", "toString", "", "a\nb", "a/b~c"];
    for (const name of strange) {
      const input = Object.defineProperty(example.input(), name, { value: 1, enumerable: true });
      refused(example, input, JSON.stringify(name));
    }
  });

  test(`${id}: inherited fields are not read`, () => {
    refused(example, Object.create(input()), "all of them");
    const [first = []] = paths;
    const { [first[0] ?? ""]: inherited, ...own } = input();
    const half = Object.setPrototypeOf(
      own,
      Object.assign(Object.create(null), { [first[0] ?? ""]: inherited }),
    );
    refused(example, half, "one of them");
  });

  test(`${id}: plain objects of any making are taken`, () => {
    const expected = operation.request(input());
    /** @param {any} value @returns {any} */
    const bare = (value) =>
      typeof value === "object" && !Array.isArray(value)
        ? Object.assign(
            Object.create(null),
            Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, bare(inner)])),
          )
        : value;
    const foreign = runInNewContext("JSON.parse(text)", { text: JSON.stringify(input()) });
    assert.notEqual(Object.getPrototypeOf(foreign), Object.prototype);
    for (const taken of [bare(input()), foreign, frozen(input()), new Proxy(input(), {})]) {
      assert.deepEqual(operation.request(taken), expected);
      const { ok, value } = operation.validate(taken);
      assert.equal(ok, true);
      assert.deepStrictEqual(value, input());
      assert.equal(Object.getPrototypeOf(value), Object.prototype);
    }
  });

  test(`${id}: the value of validate is a copy`, () => {
    const given = input();
    const { value } = operation.validate(given);
    for (const path of paths) put(given, [path[0] ?? ""], "changed");
    assert.deepStrictEqual(value, input());
  });
}

/** @param {any} value @returns {any} */
function frozen(value) {
  if (typeof value === "object") Object.values(Object.freeze(value)).forEach(frozen);
  return value;
}
