/** Builds the requests of a file, away from the page, so that the page stays quick. */
import type { BadLine, Job, Progress } from "./bulk-messages.js";
import { open } from "./client.js";
import { sampleLines } from "./sample-lines.js";

/** How many bad lines a person is shown; the result holds all of them. */
const SHOWN = 200;
const NDJSON = { type: "application/x-ndjson" };

// What is reported reaches the page as an error of its worker: a file that can no longer be read is one.
addEventListener("message", ({ data }: MessageEvent<Job>) => run(data).catch(reportError));

async function run({ entry, settings, source }: Job): Promise<void> {
  const { operation } = open(entry, settings);
  const file =
    source instanceof Blob ? source : new Blob([...sampleLines(entry.operation, source.input, source.lines)]);
  const progress: Progress = { read: 0, total: file.size, good: 0, bad: 0, lines: [] };
  const counted = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      progress.read += chunk.length;
      controller.enqueue(chunk);
    },
  });
  const { readable, writable } = operation.requestStream();
  const reader = (file.stream() as ReadableStream<Uint8Array>)
    .pipeThrough(counted)
    .pipeThrough({
      readable: readable as ReadableStream<Uint8Array>,
      writable: writable as WritableStream<Uint8Array>,
    })
    .getReader();
  const all: Uint8Array<ArrayBuffer>[] = [];
  const bad: string[] = [];
  let shown = 0;
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    all.push(piece.value as Uint8Array<ArrayBuffer>);
    // A piece holds whole lines.
    for (const line of new TextDecoder().decode(piece.value).split("\n")) {
      if (line === "") continue;
      if (!/^\{"line":\d+,"issues"/.test(line)) {
        progress.good += 1;
        continue;
      }
      progress.bad += 1;
      bad.push(`${line}\n`);
      if (shown < SHOWN) progress.lines.push(JSON.parse(line) as BadLine);
      shown += 1;
    }
    postMessage(progress);
    progress.lines = [];
  }
  postMessage({
    ...progress,
    read: file.size,
    result: { all: new Blob(all, NDJSON), bad: new Blob(bad, NDJSON) },
  });
}
