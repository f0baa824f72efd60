import type { Preview } from "../client.js";

/** The request as it goes over the wire, in the form of HTTP/1.1. */
export function http({ method, url, headers, body }: Preview): string {
  const { host } = new URL(url);
  // Not `URL.pathname`, which would write the path its own way.
  const target = url.slice(url.indexOf(host) + host.length);
  const lines = [
    `${method} ${target} HTTP/1.1`,
    `Host: ${host}`,
    ...headers.map(([name, value]) => `${name}: ${value}`),
  ];
  return [...lines, "", ...(body === undefined ? [] : [body])].join("\n");
}
