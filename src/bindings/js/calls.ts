/** Everything of the package that enters the WebAssembly module. The entries differ in where they take it from. */
import { start } from "./instance.js";

export { money } from "./money.js";
export { connect, paywall, primer, simpleps, worldpay } from "./providers.js";

/**
 * Warms up, so that the first call is as quick as the others. Optional: no other call needs it. Where a browser
 * refuses to compile on its main thread, this compiles beside it.
 */
export async function init(): Promise<void> {
  await start();
}
