/** NDJSON in pieces: lines of any length, split anywhere, in bounded memory. */

const NEWLINE = 10;
/** One byte more than the longest input: enough for the Rust side to see that a line is too long. */
const KEPT = (1 << 20) + 1;
/** How much crosses the boundary at once; bounds the module's memory, which never shrinks. */
const BLOCK = 1 << 20;

export type Build = (firstLine: number, lines: Uint8Array) => Uint8Array;

export class Lines {
  readonly #build: Build;
  #pending = new Uint8Array(0);
  #number = 1;

  constructor(build: Build) {
    this.#build = build;
  }

  /** The output for every line that `chunk` completes. */
  *push(chunk: Uint8Array): Generator<Uint8Array> {
    for (let from = 0; from < chunk.length; from += BLOCK) {
      const block = chunk.subarray(from, from + BLOCK);
      const end = block.lastIndexOf(NEWLINE);
      if (end < 0) {
        this.#pending = this.#join(block);
        continue;
      }
      const first = this.#pending.length > 0 ? block.indexOf(NEWLINE) : -1;
      if (first >= 0) yield* this.#lines(this.#join(block.subarray(0, first)));
      if (first < end) yield* this.#lines(block.subarray(first + 1, end));
      this.#pending = block.slice(end + 1);
    }
  }

  /** The output for the last line, where it has no line end. */
  *finish(): Generator<Uint8Array> {
    yield* this.#lines(this.#pending);
    this.#pending = new Uint8Array(0);
  }

  /** `pending` and `more`, cut where the line is too long anyway. */
  #join(more: Uint8Array): Uint8Array<ArrayBuffer> {
    const room = Math.max(0, KEPT - this.#pending.length);
    const joined = new Uint8Array(this.#pending.length + Math.min(room, more.length));
    joined.set(this.#pending);
    joined.set(more.subarray(0, room), this.#pending.length);
    return joined;
  }

  /** `lines` hold no line end at their end. */
  *#lines(lines: Uint8Array): Generator<Uint8Array> {
    const output = this.#build(this.#number, lines);
    this.#number += 1;
    for (let at = lines.indexOf(NEWLINE); at >= 0; at = lines.indexOf(NEWLINE, at + 1)) this.#number += 1;
    if (output.length > 0) yield output;
  }
}

/** The whole of `pieces` in one. */
export function concat(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
