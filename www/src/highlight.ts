/** Colours for code: strings, numbers, words of the language, names in front of a colon. */
import { h } from "./dom.js";

export type Language = "http" | "curl" | "javascript" | "rust" | "json";

/** Takes nothing: a language without such a thing. */
const NONE = "((?!))";
const STRING = String.raw`"(?:\\.|[^"\\])*"`;
const NUMBER = String.raw`\b\d+(?:\.\d+)?\b`;
const WORDS = String.raw`\b(?:import|from|const|await|true|false|null|use|fn|let|Ok|Some|None)\b`;

/** The groups are: string, number, word, name. */
const PATTERNS: Readonly<Record<Language, RegExp>> = {
  http: new RegExp(String.raw`(${STRING})|${NONE}|(^POST\b|^GET\b)|(^[\w-]+(?=: ))`, "gm"),
  curl: new RegExp(String.raw`('(?:[^']|'\\'')*')|${NONE}|(^curl\b)|(--[\w-]+)`, "gm"),
  javascript: new RegExp(String.raw`(${STRING})|(${NUMBER})|(${WORDS})|(\b\w+(?=: ))`, "g"),
  rust: new RegExp(String.raw`(${STRING})|(${NUMBER})|(${WORDS})|(\b\w+(?=: ))`, "g"),
  json: new RegExp(String.raw`(${STRING})(?!\s*:)|(-?${NUMBER})|(${WORDS})|(${STRING})`, "g"),
};
const CLASSES = ["string", "number", "word", "name"];

export function highlight(code: string, language: Language): (Node | string)[] {
  const nodes: (Node | string)[] = [];
  let end = 0;
  for (const match of code.matchAll(PATTERNS[language])) {
    const group = match.slice(1).findIndex((text) => text);
    nodes.push(code.slice(end, match.index), h("span", { class: `hl-${CLASSES[group]}` }, match[0]));
    end = match.index + match[0].length;
  }
  return [...nodes, code.slice(end)];
}
