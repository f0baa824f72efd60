/** What is wrong, as a stable word. New words may be added; none changes its meaning. */
export type IssueCode =
  /** A required field is absent. */
  | "missing"
  /** The operation documents no field of this name. */
  | "unknown_field"
  /** A JSON text names the same field twice. */
  | "duplicate_field"
  /** The value is of another type than documented (`null`, `undefined`, a Map, a getter included). */
  | "wrong_type"
  /** A text that must hold something is empty. */
  | "empty"
  /** Longer than allowed; as a warning, longer than some sources allow. */
  | "too_long"
  /** A control character, a lone surrogate, or a character the field's place cannot carry. */
  | "bad_characters"
  /** The text does not have the documented form. */
  | "bad_format"
  /** A number with a fraction where an integer is documented. */
  | "not_an_integer"
  /** Outside the documented range. */
  | "out_of_range"
  /** An amount of zero or less. */
  | "not_positive"
  /** More decimals than the currency has; amounts are never rounded. */
  | "too_precise"
  /** A number that is not finite or beyond 2^53 - 1. */
  | "unsafe_number"
  /** Neither in ISO 4217 nor among the account's currencies. */
  | "unknown_currency"
  /** A warning: sources disagree about this currency's exponent at this provider. */
  | "disputed_exponent"
  /** A settlement's number is above its total. */
  | "bad_sequence"
  /** The text is no JSON. */
  | "malformed_json"
  /** Found by the provider; see `providerCode`. */
  | "provider";

/** One thing wrong with an input. */
export interface Issue {
  code: IssueCode;
  /** Where: field names and list places; empty for the input itself. */
  path: (string | number)[];
  /** The same as a JSON pointer (RFC 6901). */
  pointer: string;
  /** For a person: names the field and the rule, on one line. May change between versions. */
  message: string;
  /** The provider's own word, where the provider found it (`code` is then `"provider"`). */
  providerCode?: string;
}
