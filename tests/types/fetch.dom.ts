// With the DOM's types: the request goes into `fetch`, its answer comes back.
import { readResponse, worldpay } from "amends";
import { init, initSync } from "amends/slim";

export async function send(): Promise<string> {
  const { partialRefund } = worldpay({ environment: "try" });
  const input = { linkData: "l", reference: "r", value: { currency: "GBP", amount: 250 } };
  const request = partialRefund.request(input);
  new Request(request.url, request);
  const response = await fetch(request.url, request);
  await readResponse(response);
  return partialRefund.outcome(await readResponse(fetch(request.url, request)), input).kind;
}

export async function start(module: WebAssembly.Module, bytes: Uint8Array): Promise<void> {
  await init(fetch("/amends.wasm"));
  await init(await fetch("/amends.wasm"));
  await init(WebAssembly.compileStreaming(fetch("/amends.wasm")));
  initSync(module);
  initSync(bytes);
  initSync(bytes.buffer);
}
