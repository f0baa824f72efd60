import type { Preview } from "../client.js";

/** For a POSIX shell. curl follows no redirect unless it is told to. */
export function curl({ method, url, headers, body }: Preview): string {
  const parts = [
    // Brackets of an IPv6 address are no pattern, and dots in a path are to stay.
    `curl --globoff --path-as-is --request ${method} ${quote(url)}`,
    ...headers.map(([name, value]) => `--header ${quote(`${name}: ${value}`)}`),
    ...(body === undefined ? [] : [`--data-raw ${quote(body)}`]),
  ];
  return parts.join(" \\\n  ");
}

/** Between single quotes a shell takes every character for itself, but for the single quote. */
function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
