// @ts-check
/** `npm run demo`: one refund from end to end over real HTTP on this computer, one refused input, one lost answer. */
import { ensureBuilt } from "./build.mjs";
import { StepError, say, script } from "./lib/run.mjs";

/** @typedef {import("../dist/index.js").PreparedRequest} PreparedRequest */
/** @typedef {import("../dist/index.js").Outcome<import("../dist/index.js").WorldpayDetails>} Outcome */

await script(async () => {
  const port = portOf(process.argv.slice(2));
  await ensureBuilt();
  // Not before the build: these need the package and what it is tested with.
  const { InvalidInputError, readResponse, worldpay } = await import("../dist/index.js");
  const { demoCredentials, startSandbox } = await import("../tests/sandbox/server.mjs");
  const { makeLinkData } = await import("../tests/sandbox/worldpay.mjs");

  const sandbox = await startSandbox({ port }).catch((error) => {
    throw new StepError(error.message);
  });
  try {
    const account = {
      baseUrl: `${sandbox.url}/worldpay`,
      allowInsecureLoopback: true,
      ...demoCredentials.worldpay,
    };
    const { partialRefund } = worldpay(account);
    /** @param {string} reference */
    const refund = (reference) => ({
      linkData: makeLinkData("demo"),
      reference,
      value: { currency: "GBP", amount: 250 },
    });

    heading("1", "give 2.50 GBP of a payment back");
    const input = refund("refund-1");
    const request = partialRefund.request(input);
    showRequest(request);
    showOutcome(partialRefund.outcome(await readResponse(fetch(request.url, request)), input));

    heading("2", "an input with four mistakes: refused before anything is sent, every reason at once");
    const wrong = {
      linkData: "not/one/segment",
      referense: "refund-2",
      value: { currency: "GBP", amount: 2.5 },
    };
    say(`   ${JSON.stringify(wrong)}\n`);
    try {
      partialRefund.request(/** @type {any} */ (wrong));
    } catch (error) {
      if (!(error instanceof InvalidInputError)) throw error;
      for (const { code, pointer, message } of error.issues) {
        say(`   ${pointer.padEnd(15)} ${code.padEnd(15)} ${message}`);
      }
    }

    heading("3", "the provider answers 500: has the money moved?");
    const lost = refund("sandbox-500");
    const again = partialRefund.request(lost);
    showRequest(again);
    showOutcome(partialRefund.outcome(await readResponse(fetch(again.url, again)), lost));
    say("");
  } finally {
    await sandbox.close();
  }
});

/** @param {string} number @param {string} title */
function heading(number, title) {
  say(`\n${number}. ${title}\n`);
}

/** As it leaves, but for the credentials: what `JSON.stringify` and `console.log` show. @param {PreparedRequest} request */
function showRequest(request) {
  const { method, url, headers, body } = JSON.parse(JSON.stringify(request));
  say(`   ${method} ${short(url)}`);
  for (const [name, value] of Object.entries(headers)) say(`   ${name}: ${value}`);
  say(`\n   ${body}\n`);
}

/** @param {Outcome} outcome */
function showOutcome({ kind, httpStatus, correlationId, details, retry, ...rest }) {
  const rows = [
    ["outcome", `${kind} (HTTP ${httpStatus})`],
    ...("reason" in rest ? [["reason", `${rest.reason.code}: ${rest.reason.message}`]] : []),
    ...(details.outcome ? [["said", details.outcome]] : []),
    ...(correlationId ? [["correlation id", correlationId]] : []),
    ...Object.values(details.actions ?? {}).map(({ name, href }) => ["next step", `${name}, ${short(href)}`]),
    ["send it again?", retry.advice],
    ["because", retry.because],
  ];
  for (const [name, value] of rows) say(`   ${`${name}`.padEnd(15)} ${value}`);
}

/** Link data is hundreds of characters long. @param {string} url */
function short(url) {
  return url.replace(/(\/payments\/[^/]{12})[^/]{24,}/, "$1…");
}

/** @param {string[]} options */
function portOf(options) {
  const [option, ...more] = options;
  if (option === undefined) return 0;
  const port = /^--port=(\d{1,5})$/.exec(option)?.[1];
  if (port === undefined || more.length > 0) throw new StepError("the one option is --port=<number>");
  return Number(port);
}
