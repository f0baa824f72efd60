/** The package, for an account and an operation that are data. */
import { type AnyAccount, connect, type Operation, type PreparedRequest, type Worldpay } from "amends";
import type { Entry, ProviderTable } from "./catalogue.js";

export type AnyInput = Readonly<Record<string, unknown>>;
export type AnyOperation = Operation<AnyInput, Readonly<Record<string, unknown>>>;
/** Settings without credentials: this page never asks for any. */
export type Settings = Readonly<Record<string, unknown>>;

/** What stands wherever a credential would. */
export const HIDDEN = "•••";
/** Every provider takes it as a credential. */
const PLACEHOLDER = "x";

export interface Client {
  operation: AnyOperation;
  /** The link data of a kept link, where the provider has such links. */
  linkData: Worldpay["linkData"] | undefined;
}

/** The operation of an account. Throws `InvalidAccountError`. */
export function open({ provider, operation }: Entry, settings: Settings): Client {
  const client = connect({ ...settings, ...credentials(provider), provider: provider.name } as AnyAccount);
  const members = client as unknown as Readonly<Record<string, AnyOperation>>;
  return {
    operation: members[operation.name] as AnyOperation,
    linkData: "linkData" in client ? client.linkData : undefined,
  };
}

function credentials({ account }: ProviderTable): Record<string, string> {
  return Object.fromEntries(account.filter(({ secret }) => secret).map(({ name }) => [name, PLACEHOLDER]));
}

/** A request as the page shows it. */
export interface Preview {
  method: string;
  url: string;
  headers: readonly (readonly [name: string, value: string])[];
  body: string | undefined;
}

/** Credentials hidden: what `JSON.stringify` redacts, but for the scheme in front (`Basic`, `Bearer`). */
export function preview(request: PreparedRequest): Preview {
  const shown = JSON.parse(JSON.stringify(request)) as PreparedRequest;
  const headers = Object.entries(request.headers).map(([name, value]) => {
    if (shown.headers[name] === value) return [name, value] as const;
    const scheme = /^\w+ /.exec(value)?.[0] ?? "";
    return [name, `${scheme}${HIDDEN}`] as const;
  });
  return { method: request.method, url: request.url, headers, body: request.body };
}
