/** Texts as the bytes that cross the boundary. */

const encoder = new TextEncoder();

/** A text this long or shorter is written into a buffer that stays; its bytes are at most three times as many. */
const SHORT = 1 << 12;
/**
 * Room for more short texts than one call has, so that none of them is overwritten before the call has copied it.
 */
const ROOM = 3 * SHORT * 8;
let buffer: Uint8Array | undefined;
let used = 0;

/** UTF-8 to be copied at once: the next texts may overwrite it. */
export function utf8(text: string): Uint8Array {
  if (text.length > SHORT) return encoder.encode(text);
  buffer ??= new Uint8Array(ROOM);
  if (used + 3 * SHORT > ROOM) used = 0;
  const from = used;
  used += encoder.encodeInto(text, buffer.subarray(from)).written;
  return buffer.subarray(from, used);
}

/** UTF-8 that stays. */
export function lastingUtf8(text: string): Uint8Array {
  return encoder.encode(text);
}
