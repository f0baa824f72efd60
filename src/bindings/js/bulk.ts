/** NDJSON in pieces: lines of any length, split anywhere, in bounded memory. */

const NEWLINE = 10;
/** The longest input, a byte order mark and one byte: enough for the Rust side to see that a line is too long. */
const KEPT = (1 << 20) + 4;
/**
 * How much crosses the boundary at once. Bounds the module's memory, which never shrinks: three bytes of input may have
 * issues of a thousand.
 */
const BLOCK = 1 << 17;
/** How much more room is made for output than is expected, and how many times what there is at most. */
const MARGIN = 1.05;
const MOST = 8;

/**
 * The output for some lines, which stands in the module's memory until the next call; and the number of the line after
 * them.
 */
export type Build = (firstLine: number, lines: Uint8Array) => [output: Uint8Array, nextLine: number];

export class Lines {
  readonly #build: Build;
  /** What has arrived of a line that has not ended, at the start of a buffer that grows. */
  #buffer = new Uint8Array(0);
  #held = 0;
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
        this.#hold(block);
        continue;
      }
      const first = this.#held > 0 ? block.indexOf(NEWLINE) : -1;
      if (first >= 0) {
        this.#hold(block.subarray(0, first));
        yield* this.#lines(this.#take());
      }
      if (first < end) yield* this.#lines(block.subarray(first + 1, end));
      this.#hold(block.subarray(end + 1));
    }
  }

  /** The output for the last line, where it has no line end. */
  *finish(): Generator<Uint8Array> {
    yield* this.#lines(this.#take());
  }

  /** Adds to what is held, as far as a line may be long. */
  #hold(more: Uint8Array): void {
    const part = more.subarray(0, KEPT - this.#held);
    const held = this.#held + part.length;
    if (held > this.#buffer.length) {
      const grown = new Uint8Array(Math.max(held, Math.min(2 * this.#buffer.length, KEPT)));
      grown.set(this.#buffer.subarray(0, this.#held));
      this.#buffer = grown;
    }
    this.#buffer.set(part, this.#held);
    this.#held = held;
  }

  /** What was held, until something is held again. */
  #take(): Uint8Array {
    const line = this.#buffer.subarray(0, this.#held);
    this.#held = 0;
    return line;
  }

  /** `lines` hold no line end at their end. */
  *#lines(lines: Uint8Array): Generator<Uint8Array> {
    const [output, next] = this.#build(this.#number, lines);
    this.#number = next;
    if (output.length > 0) yield output;
  }
}

/**
 * The output for all of `lines`, in one array, because memory that is new costs more than what is written to it. It is made
 * as long as the blocks before say that it will be, but at most so many times what there is; were they not typical, what is
 * too much of it goes in the end.
 */
export function whole(build: Build, lines: Uint8Array): Uint8Array {
  const work = new Lines(build);
  let output = new Uint8Array(0);
  let used = 0;
  let read = 0;
  const add = (pieces: Iterable<Uint8Array>) => {
    for (const piece of pieces) {
      const needed = used + piece.length;
      if (needed > output.length) {
        const expected = (MARGIN * needed * (lines.length - read)) / read;
        const more = Math.max(used / MOST, Math.min(expected, needed * MOST));
        const grown = new Uint8Array(needed + Math.ceil(more));
        grown.set(output.subarray(0, used));
        output = grown;
      }
      output.set(piece, used);
      used = needed;
    }
  };
  while (read < lines.length) {
    const block = lines.subarray(read, read + BLOCK);
    read += block.length;
    add(work.push(block));
  }
  add(work.finish());
  return output.length > 2 * used ? output.slice(0, used) : output.subarray(0, used);
}
