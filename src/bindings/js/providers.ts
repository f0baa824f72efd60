import { encode } from "./encode.js";
import { InvalidAccountError } from "./errors.js";
import { call, put, putBytes } from "./instance.js";
import { operation, type Registered, type Settings } from "./operation.js";
import { received } from "./request.js";
import type {
  AnyAccount,
  Issue,
  Paywall,
  PaywallAccount,
  PreparedRequest,
  Primer,
  PrimerAccount,
  ProviderOf,
  Simpleps,
  SimplepsAccount,
  Worldpay,
  WorldpayAccount,
} from "./types/index.js";

/** What the Rust side answers to an account. */
interface Connected {
  settings: string;
  credentials: Record<string, string>;
  headers: string[];
  /** By name. */
  operations: Record<string, Registered>;
}

/** The Rust side knows which operations a provider has; the types say the same to the compiler. */
function open<P extends AnyAccount["provider"]>(
  provider: P,
  from: unknown,
  wanted?: (name: string) => boolean,
): ProviderOf<P> {
  const account = encode(from, wanted);
  const connected: Connected = JSON.parse(
    call(
      undefined,
      (core) => core.connect(put(core, provider), putBytes(core, account)),
      (issues) => new InvalidAccountError(issues, isUnknown(issues) ? "unknown" : provider),
    ),
  );
  const credentials = Object.entries(connected.credentials);
  const settings: Settings = {
    text: connected.settings,
    credentials,
    headers: new Set(connected.headers),
  };
  const operations = Object.entries(connected.operations).map(([name, registered]) => [
    name,
    operation(registered, `${provider}.${name}`, settings),
  ]);
  return {
    ...Object.fromEntries(operations),
    authorize(request: PreparedRequest) {
      const authorized = received(request, credentials);
      call(settings.text, (core) => core.authorize(put(core, authorized.url)));
      return authorized;
    },
    ...(provider === "worldpay" && {
      // What is no text is no link, and the rule for links says so.
      linkData: (href: string) =>
        call(settings.text, (core) => core.linkData(put(core, typeof href === "string" ? href : ""))),
    }),
  } as unknown as ProviderOf<P>;
}

/** Access Worldpay, Payments API version 2024-06-01. Throws {@link InvalidAccountError}. */
export function worldpay(account: WorldpayAccount): Worldpay {
  return open("worldpay", account);
}

/** Paywall, payment API for alternative payment methods. Throws {@link InvalidAccountError}. */
export function paywall(account: PaywallAccount): Paywall {
  return open("paywall", account);
}

/** Primer. Throws {@link InvalidAccountError}. */
export function primer(account: PrimerAccount): Primer {
  return open("primer", account);
}

/** SimplePS. Throws {@link InvalidAccountError}. */
export function simpleps(account: SimplepsAccount): Simpleps {
  return open("simpleps", account);
}

/**
 * The same by name, for scripts that take the provider from data: `connect({ provider: "worldpay", … })`.
 * Throws {@link InvalidAccountError}.
 */
export function connect<A extends AnyAccount>(account: A): ProviderOf<A["provider"]> {
  return open<A["provider"]>(providerOf(account), account, (name) => name !== "provider");
}

/** The name an account gives as an own text; anything else is an unknown provider to the Rust side. */
function providerOf(account: AnyAccount): AnyAccount["provider"] {
  let name: unknown;
  try {
    name = Object.getOwnPropertyDescriptor(account, "provider")?.value;
  } catch {
    // It stays unknown.
  }
  return (typeof name === "string" ? name : "") as AnyAccount["provider"];
}

/** Whether the provider itself is what is wrong; a message repeats no caller's value. */
function isUnknown([{ code, pointer }]: readonly [Issue, ...Issue[]]): boolean {
  return code === "bad_format" && pointer === "/provider";
}
