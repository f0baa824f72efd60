// A route that answers a wrong refund with every issue, before your code sees it, and a right one with what would be
// sent: a preview to confirm, or to queue. The account has no credentials, so neither has the answer.
//
//   npm install amends hono @hono/standard-validator
//   npx wrangler dev hono-worker.ts
//   curl localhost:8787/refunds/preview --json '{"id":"payment-1","amount":0}'
import { sValidator } from "@hono/standard-validator";
import { primer } from "amends";
import { Hono } from "hono";

const { refund } = primer({ environment: "sandbox" });

const app = new Hono();

app.post("/refunds/preview", sValidator("json", refund), (c) => {
  return c.json(refund.request(c.req.valid("json")));
});

export default app;
