/** A field's rule in the words of a person who fills it in. */
import type { Field } from "./catalogue.js";

const FORMS: Readonly<Record<NonNullable<Field["form"]>, string>> = {
  free: "Any text without control characters",
  segment: "Any text: it is percent-encoded for you",
  encoded: "Letters, digits, . _ ~ - and %XX",
  token: "Visible ASCII, no spaces",
  uuid: "A UUID",
  userId: "Any text without a colon",
  baseUrl: "An address that begins with https://",
};

export function ruleOf(field: Field): string {
  const parts = [kindRule(field)];
  if (field.advisedMaxLength !== undefined)
    parts.push(`a warning beyond ${field.advisedMaxLength} characters`);
  if (field.apiVersion !== undefined) parts.push(`API version ${field.apiVersion} only`);
  return `${parts.join("; ")}.`;
}

function kindRule({ kind, form, mayBeEmpty, min, max, words }: Field): string {
  switch (kind) {
    case "text":
      return `${FORMS[form ?? "free"]}${mayBeEmpty ? ", even an empty one" : ""}`;
    case "minor":
      return `A whole number, 1 to ${grouped(max)}`;
    case "major":
      return "A decimal above 0, kept exactly as you write it";
    case "integer":
      return `A whole number, ${grouped(min)} to ${grouped(max)}`;
    case "currency":
      return "Three capital letters";
    case "flag":
      return "true or false";
    case "texts":
      return "A list of texts, one a line";
    case "word":
      return `One of ${(words ?? []).join(", ")}`;
    case "exponents":
      return "Codes and decimals, such as XCG 2, ISK 2";
    case "object":
      return "Made of the fields below";
  }
}

function grouped(bound: number | string | undefined): string {
  return bound === undefined ? "any" : BigInt(bound).toLocaleString("en");
}
