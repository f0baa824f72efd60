/** The operations, to pick one. */
import { type Entry, title } from "./catalogue.js";
import { byId, fill, h } from "./dom.js";

/** Fills #picker; calls `picked` at once, and whenever another one is picked. The address keeps the choice. */
export function picker(entries: readonly Entry[], picked: (entry: Entry) => void): void {
  const radios = new Map(
    entries.map((entry) => [
      entry,
      h("input", { type: "radio", name: "operation", value: entry.operation.id }),
    ]),
  );
  const cards = [...radios].map(([{ provider, operation }, radio]) =>
    h(
      "label",
      { class: "card" },
      radio,
      h("span", { class: "provider" }, provider.title),
      h("span", { class: "title" }, title(operation)),
      h("span", { class: "about" }, operation.about),
    ),
  );
  fill(byId("picker"), ...cards);
  const pick = (entry: Entry) => {
    const radio = radios.get(entry);
    if (radio) radio.checked = true;
    picked(entry);
  };
  const named = () => entries.find(({ operation }) => `#${operation.id}` === location.hash);
  for (const [entry, radio] of radios) {
    radio.addEventListener("change", () => {
      history.replaceState(undefined, "", `#${entry.operation.id}`);
      picked(entry);
    });
  }
  addEventListener("hashchange", () => {
    const entry = named();
    if (entry) pick(entry);
  });
  const first = named() ?? entries[0];
  if (first) pick(first);
}
