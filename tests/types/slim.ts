// The same names as the default entry, with another way to start.
import type * as full from "amends";
import * as slim from "amends/slim";

type Shared = Omit<typeof full, "init">;
export const same: Shared = slim;
export const back: Omit<typeof slim, "init" | "initSync"> = same;
export const account: full.WorldpayAccount = { environment: "try" } satisfies slim.WorldpayAccount;

slim.init(new Uint8Array());
slim.init(Promise.resolve(new ArrayBuffer(0)));
slim.initSync(new Uint8Array());
// @ts-expect-error there is nothing to start from
slim.init();
// @ts-expect-error an address is not fetched
slim.init("/amends.wasm");
// @ts-expect-error nor is one read
slim.initSync("amends.wasm");
// @ts-expect-error not at once
slim.initSync();
