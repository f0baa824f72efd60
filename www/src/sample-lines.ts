/** Lines to try the bulk with, made from one input: each names another payment or refund, and a few are wrong. */
import { findField, type OperationTable } from "./catalogue.js";
import type { AnyInput } from "./client.js";
import { at, put } from "./paths.js";

/** A mistake every so many lines. */
const EVERY = 2500;

export function* sampleLines({ fields }: OperationTable, input: AnyInput, lines: number): Generator<string> {
  const named = findField(
    fields,
    ({ kind, required, form }) => kind === "text" && required && form !== "encoded",
  );
  const amount = findField(fields, ({ kind }) => kind === "minor" || kind === "major");
  for (let line = 1; line <= lines; line += 1) {
    const name = named && put(input, named.path, `${at(input, named.path)}-${line}`);
    const made = name ?? input;
    if (line % EVERY === 0) yield `${JSON.stringify(made).slice(0, -1)}\n`;
    else if (line % EVERY === EVERY / 2 && amount) yield `${JSON.stringify(put(made, amount.path, 0))}\n`;
    else yield `${JSON.stringify(made)}\n`;
  }
}
