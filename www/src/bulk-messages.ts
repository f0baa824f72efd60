/** What the page and its worker say to each other. */
import type { Issue } from "amends";
import type { Entry } from "./catalogue.js";
import type { AnyInput, Settings } from "./client.js";

export interface Job {
  entry: Entry;
  settings: Settings;
  /** The lines; or how many to make from `input`, which passes. */
  source: Blob | { lines: number; input: AnyInput };
}

export interface BadLine {
  line: number;
  issues: Issue[];
}

export interface Progress {
  /** Bytes. */
  read: number;
  total: number;
  good: number;
  bad: number;
  /** Those found since the last message, as long as there are not too many to look at. */
  lines: BadLine[];
  /** At the end: everything, and the bad lines alone. */
  result?: { all: Blob; bad: Blob };
}
