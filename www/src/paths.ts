/** Reaching into inputs by the names of their fields. */
import type { AnyInput } from "./client.js";

export function at(input: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, name) => (typeof value === "object" && value !== null ? (value as AnyInput)[name] : undefined),
    input,
  );
}

/** A copy with another value at `path`; `undefined` takes the field out. */
export function put(input: AnyInput, [name, ...rest]: readonly string[], value: unknown): AnyInput {
  if (name === undefined) return input;
  const { [name]: inner, ...others } = input;
  const object = typeof inner === "object" && inner !== null ? (inner as AnyInput) : {};
  const made = rest.length === 0 ? value : put(object, rest, value);
  if (made === undefined) return others;
  // In the place it had.
  return name in input
    ? Object.fromEntries(Object.entries(input).map(([key, old]) => [key, key === name ? made : old]))
    : { ...input, [name]: made };
}
