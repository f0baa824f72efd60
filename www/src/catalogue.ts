/** What `describe()` gives, with types; everything the page knows about an operation comes from here. */
import { describe } from "amends";

export interface Field {
  name: string;
  /** An account's fields have none. */
  place?: "body" | "path" | "header";
  required: boolean;
  about: string;
  header?: string;
  /** Completes "leave it out if …". */
  leaveOutIf?: string;
  apiVersion?: string;
  kind:
    | "text"
    | "integer"
    | "minor"
    | "major"
    | "currency"
    | "flag"
    | "object"
    | "texts"
    | "word"
    | "exponents";
  /** A word that may stand in the place of the value. */
  word?: string;
  words?: string[];
  form?: "free" | "segment" | "encoded" | "token" | "uuid" | "userId" | "baseUrl";
  mayBeEmpty?: boolean;
  advisedMaxLength?: number;
  min?: number | string;
  max?: number | string;
  currencyField?: string;
  fields?: Field[];
  secret?: boolean;
}

export interface OperationTable {
  id: string;
  name: string;
  about: string;
  document: string;
  method: string;
  path: string;
  emptyBody: "object" | "nothing";
  fields: Field[];
  rules: string[];
  statuses: number[];
  silences: string[];
  idempotency?: string;
}

export interface ProviderTable {
  name: string;
  title: string;
  environments: Record<string, string>;
  account: Field[];
  operations: OperationTable[];
}

/** One thing to pick: an operation with its provider. */
export interface Entry {
  provider: ProviderTable;
  operation: OperationTable;
}

export function catalogue(): Entry[] {
  const { providers } = describe() as { providers: readonly ProviderTable[] };
  return providers.flatMap((provider) => provider.operations.map((operation) => ({ provider, operation })));
}

/** `apmPartialRefund` as a person writes it: "APM partial refund". */
export function title({ name }: OperationTable): string {
  const words = name
    .replace(/(?=[A-Z])/g, " ")
    .toLowerCase()
    .replace(/\bapm\b/, "APM");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** What the operation does to money, as a noun. */
export function noun({ about }: OperationTable): "refund" | "settlement" {
  return /settle[sd]? part/i.test(about) ? "settlement" : "refund";
}

/** The first field that `wanted` takes, with its path; objects are looked into. */
export function findField(
  fields: readonly Field[],
  wanted: (field: Field) => boolean,
  above: readonly string[] = [],
): { field: Field; path: string[] } | undefined {
  for (const field of fields) {
    const path = [...above, field.name];
    if (wanted(field)) return { field, path };
    const inner = findField(field.fields ?? [], wanted, path);
    if (inner) return inner;
  }
  return undefined;
}
