// @ts-check
/** What a text may be, as patterns that every schema language takes. */

/** No control characters, no half of a surrogate pair. */
export const FREE = /^[^\p{Cc}\p{Cs}]*$/u;
/** The same, not empty. */
export const FILLED = /^[^\p{Cc}\p{Cs}]+$/u;
/** The same, and no dot segment. */
export const SEGMENT = /^(?!\.{1,2}$)[^\p{Cc}\p{Cs}]+$/u;
/** Percent-encoded already: no encoded slash, backslash or control character, no dot segment. */
export const LINK_DATA =
  /^(?!(?:\.|%2[eE]){1,2}$)(?:[A-Za-z0-9._~-]|%(?!2[fF]|5[cC]|[01][0-9A-Fa-f]|7[fF])[0-9A-Fa-f]{2})+$/u;
/** Visible ASCII: it becomes a header. */
export const TOKEN = /^[\x21-\x7e]+$/u;
export const UUID = /^[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$/u;

export const INT32 = 2 ** 31 - 1;
/** An integer beyond 2^53 - 1, as an answer is read. */
export const DIGITS = /^-?\d+$/u;
