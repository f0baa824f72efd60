import { type Bench, benchOf } from "./bench.js";
import { bulk } from "./bulk.js";
import { catalogue, type Entry } from "./catalogue.js";
import { picker } from "./picker.js";
import { theme } from "./theme.js";

theme();

/** What was typed stays, whatever is picked meanwhile. */
const benches = new Map<Entry, Bench>();
let bench: Bench | undefined;

picker(catalogue(), (entry) => {
  bench = benches.get(entry) ?? benchOf(entry);
  benches.set(entry, bench);
  bench.show();
});
bulk((lines) => {
  const current = bench?.current();
  if (current === undefined) return undefined;
  const { sample: input, ...rest } = current;
  return { ...rest, sample: { lines, input } };
});
