// A worker that refunds: builds the request, sends it with its own `fetch`, reads the answer.
//
//   npm install amends
//   npx wrangler secret put PRIMER_API_KEY
//   npx wrangler deploy refund-worker.ts
//
// It moves money, so put it where only your own services reach it. Its caller makes the idempotency key, once for each
// refund, and repeats it with every try.
import { primer, readResponse } from "amends";

export default {
  async fetch(incoming: Request, env: { PRIMER_API_KEY: string }): Promise<Response> {
    const { refund } = primer({ environment: "sandbox", apiKey: env.PRIMER_API_KEY });

    const checked = refund.validate(await incoming.json().catch(() => undefined));
    if (!checked.ok) return Response.json({ issues: checked.issues }, { status: 400 });
    const input = checked.value;

    const request = refund.request(input);
    const outcome = refund.outcome(await readResponse(fetch(request.url, request)), input);

    // Accepted or completed: all else gives a reason.
    if (outcome.kind === "accepted" || outcome.kind === "completed")
      return Response.json({ kind: outcome.kind });
    // An answer like any other: `retry.advice` says whether the caller may send the same again.
    const { kind, reason, retry } = outcome;
    return Response.json({ kind, reason, retry }, { status: 502 });
  },
};
