// @ts-check
// The package against ajv, on schemas written by hand and on the package's own: the same verdict on every input.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { Ajv2020 } from "ajv/dist/2020.js";
import * as rules from "./beyond-schema.mjs";
import { codes } from "./currencies.mjs";
import { examples } from "./examples.mjs";
import { nearlyValid, random } from "./generate.mjs";

const COUNT = Number(process.env.COUNT ?? 24_000);
const SEED = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 32));

const { hasUndefined, sequenceBackwards, tooPreciseNumber, otherDecimals, edgeOfSafety } = rules;
const BEYOND_HAND_WRITTEN = [hasUndefined, sequenceBackwards, tooPreciseNumber, otherDecimals, edgeOfSafety];
const BEYOND_OWN = [
  ...[hasUndefined, sequenceBackwards, tooPreciseNumber, otherDecimals],
  ...[rules.tooPreciseText, rules.hasLoneSurrogate],
];

const ajv = new Ajv2020({ allErrors: false, strict: true });

/** @param {string} id */
function handWritten(id) {
  const file = new URL(`../schemas/${id}.input.schema.json`, import.meta.url);
  const schema = JSON.parse(readFileSync(file, "utf8"));
  if (schema.$defs?.currency) schema.$defs.currency.enum = codes;
  return ajv.compile(schema);
}

for (const [index, { id, operation, input }] of examples.entries()) {
  const schemas = [
    { name: "hand-written", takes: handWritten(id), beyond: BEYOND_HAND_WRITTEN },
    { name: "own", takes: ajv.compile(operation.inputSchema), beyond: BEYOND_OWN },
  ];

  test(`${id}: ${COUNT} inputs, SEED=${SEED}`, (context) => {
    const next = random(SEED + index);
    const counts = { taken: 0, refused: 0, beyond: 0 };
    for (let made = 0; made < COUNT; ) {
      const given = nearlyValid(next, input());
      const found = operation.validate(given);
      let compared = 0;
      for (const { name, takes, beyond } of schemas) {
        if (beyond.some((rule) => rule(given))) continue;
        compared += 1;
        if (takes(given) === found.ok) continue;
        const said = JSON.stringify([found.issues, takes.errors]);
        assert.fail(`${name} schema, SEED=${SEED}: ${JSON.stringify(given)} ${String(found.ok)} ${said}`);
      }
      if (compared < schemas.length) counts.beyond += 1;
      if (compared === 0) continue;
      counts[found.ok ? "taken" : "refused"] += 1;
      made += 1;
    }
    context.diagnostic(JSON.stringify(counts));
    assert.ok(counts.taken > COUNT / 20 && counts.refused > COUNT / 20, JSON.stringify(counts));
  });
}

test("a request is built exactly where the input is taken", () => {
  for (const { operation, input } of examples) {
    const next = random(SEED);
    for (let made = 0; made < 1000; made += 1) {
      const given = nearlyValid(next, input());
      let built = true;
      try {
        operation.request(given);
      } catch {
        built = false;
      }
      assert.equal(built, operation.validate(given).ok, JSON.stringify(given));
    }
  }
});
