import type { Field } from "../catalogue.js";
import { HIDDEN } from "../client.js";
import { type Call, UNSEEN } from "./call.js";

/** Rust that builds the request. The crate names its types after the documented names, so the table suffices. */
export function rust({ provider, operation, settings, input }: Call): string {
  const code = new Code();
  const client = pascal(provider.name);
  const made = code.struct(pascal(operation.name), operation.fields, input, "    ");
  const types = [client, "Account", "Environment", ...code.types];
  const account = provider.account
    .filter(({ name }) => name !== "environment")
    .map((field) => [field, field.secret ? HIDDEN : settings[field.name]] as const)
    .filter(([, value]) => value !== undefined)
    .map(([field, value]) => {
      const text = code.value(field, value, "");
      return `        ${snake(field.name)}: ${field.kind === "exponents" ? text : `Some(${text})`},\n`;
    });
  const base = settings.environment
    ? `Account::new(Environment::${pascal(String(settings.environment))})`
    : "Account::default()";
  const used = settings.environment ? types : types.filter((name) => name !== "Environment");
  return [
    `use amends::${provider.name}::{${[...new Set(used)].sort().join(", ")}};`,
    "",
    "fn request() -> Result<amends::Request, Box<dyn std::error::Error>> {",
    `    let ${provider.name} = ${client}::new(&Account {`,
    `${account.join("")}        ..${base}`,
    "    })?;",
    `    let input = ${made};`,
    `    Ok(${provider.name}.${snake(operation.name)}().request(&input)?)`,
    "}",
  ].join("\n");
}

class Code {
  /** The types that were named. */
  readonly types = new Set<string>();

  struct(name: string, fields: readonly Field[], value: unknown, indent: string): string {
    this.types.add(name.split("::")[0] as string);
    const members = value as Readonly<Record<string, unknown>>;
    const deeper = `${indent}    `;
    const lines = fields.map((field) => {
      const inner = members[field.name];
      const text = inner === undefined ? "None" : this.optional(field, inner, deeper);
      return `${deeper}${snake(field.name)}: ${text},\n`;
    });
    return `${name} {\n${lines.join("")}${indent}}`;
  }

  optional(field: Field, value: unknown, indent: string): string {
    const text = this.value(field, value, indent);
    return field.required ? text : `Some(${text})`;
  }

  value(field: Field, value: unknown, indent: string): string {
    const type = pascal(field.name);
    if (field.word !== undefined) {
      if (field.kind === "object" && value !== field.word) {
        return this.struct(`${type}::Part`, field.fields ?? [], value, indent);
      }
      this.types.add(type);
      return value === field.word ? `${type}::${pascal(field.word)}` : `${type}::Minor(${value})`;
    }
    switch (field.kind) {
      case "object":
        return this.struct(type, field.fields ?? [], value, indent);
      case "major":
        return `${literal(String(value))}.parse()?`;
      case "exponents":
        return `vec![${Object.entries(value as object)
          .map(([currency, exponent]) => `(${literal(currency)}.into(), ${exponent})`)
          .join(", ")}]`;
      case "texts":
        return `vec![${(value as string[]).map((text) => `${literal(text)}.into()`).join(", ")}]`;
      default:
        return typeof value === "string" ? `${literal(value)}.into()` : String(value);
    }
  }
}

function literal(text: string): string {
  const escaped = text.replaceAll("\\", "\\\\").replaceAll('"', '\\"');
  return `"${escaped.replace(UNSEEN, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`)}"`;
}

function snake(name: string): string {
  return name.replace(/(?<=.)(?=[A-Z])/g, "_").toLowerCase();
}

function pascal(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
