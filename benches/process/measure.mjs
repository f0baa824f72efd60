// @ts-check
/**
 * How long a call takes, in nanoseconds: warm, in batches, the lower quartile of them. What other programs of the
 * machine take only adds, so the slow batches say little; the fastest may be those without a garbage collection.
 */

const WARM = 40;
const BATCH = 2;
const BATCHES = 50;

/** What was made is counted, so that no engine may leave the making out. */
let made = 0;

/** @param {number} calls @param {() => number} act @returns {number} milliseconds */
function time(calls, act) {
  const begun = performance.now();
  for (let call = 0; call < calls; call += 1) made += act();
  return performance.now() - begun;
}

/**
 * Calls for a while, and returns how many calls take a batch's time.
 * @param {() => number} act returns the size of what it made
 */
export function warm(act) {
  let calls = 1;
  for (const begun = performance.now(); performance.now() - begun < WARM; ) {
    const spent = time(calls, act);
    if (spent < BATCH) calls = Math.ceil(calls * Math.min(2, BATCH / Math.max(spent, 0.01)));
  }
  return calls;
}

/** @param {() => number} act returns the size of what it made */
export function nanoseconds(act) {
  const calls = warm(act);
  const times = Array.from({ length: BATCHES }, () => (time(calls, act) / calls) * 1e6);
  if (!(made > 0)) throw new Error("nothing was made");
  return times.toSorted((left, right) => left - right)[Math.floor(BATCHES / 4)] ?? Number.NaN;
}
