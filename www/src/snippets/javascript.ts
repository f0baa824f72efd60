import { HIDDEN } from "../client.js";
import { type Call, UNSEEN } from "./call.js";

/** JavaScript that builds the request, sends it by `fetch` and reads the answer. */
export function javascript({ provider, operation, settings, input }: Call): string {
  const secrets = provider.account.filter(({ secret }) => secret).map(({ name }) => [name, HIDDEN]);
  const account = { ...settings, ...Object.fromEntries(secrets) };
  const { name } = operation;
  return [
    `import { ${provider.name}, readResponse } from "amends";`,
    "",
    `const { ${name} } = ${provider.name}(${literal(account)});`,
    `const input = ${literal(input)};`,
    "",
    `const request = ${name}.request(input);`,
    "const sent = fetch(request.url, request);",
    `const outcome = ${name}.outcome(await readResponse(sent), input);`,
    "",
    "console.log(outcome.kind, outcome.retry.advice);",
  ].join("\n");
}

/** As much as a column of the page shows. */
const WIDTH = 60;

/** A value of JSON as JavaScript writes it. */
function literal(value: unknown, indent = ""): string {
  if (typeof value === "string") return text(value);
  if (typeof value !== "object" || value === null) return String(value);
  const deeper = `${indent}  `;
  const parts = Array.isArray(value)
    ? value.map((item) => literal(item, deeper))
    : Object.entries(value).map(([name, inner]) => `${name}: ${literal(inner, deeper)}`);
  const [open, close, pad] = Array.isArray(value) ? ["[", "]", ""] : ["{", "}", " "];
  if (parts.length === 0) return open + close;
  const line = `${open}${pad}${parts.join(", ")}${pad}${close}`;
  if (line.length + indent.length <= WIDTH && !line.includes("\n")) return line;
  return `${open}\n${parts.map((part) => `${deeper}${part},\n`).join("")}${indent}${close}`;
}

function text(value: string): string {
  return JSON.stringify(value).replace(UNSEEN, escaped);
}

/** A character beyond the first 65,536 is two units. */
function escaped(character: string): string {
  const units = character.split("").map((unit) => unit.charCodeAt(0).toString(16).padStart(4, "0"));
  return units.map((unit) => `\\u${unit}`).join("");
}
