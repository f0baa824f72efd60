/** Tabs as the ARIA Authoring Practices describe them: one stop for Tab, arrows between them. */
import { h, uid } from "./dom.js";

export function tabs(
  label: string,
  panels: readonly (readonly [name: string, content: HTMLElement])[],
): HTMLElement {
  const made = panels.map(([name, content]) => {
    const [id, panelId] = [uid(), uid()];
    const tab = h("button", { type: "button", role: "tab", id, "aria-controls": panelId }, name);
    const panel = h("div", { role: "tabpanel", id: panelId, "aria-labelledby": id }, content);
    return { tab, panel };
  });
  const select = (chosen: number) => {
    for (const [index, { tab, panel }] of made.entries()) {
      tab.setAttribute("aria-selected", String(index === chosen));
      tab.tabIndex = index === chosen ? 0 : -1;
      panel.hidden = index !== chosen;
    }
  };
  for (const [index, { tab }] of made.entries()) {
    tab.addEventListener("click", () => select(index));
    tab.addEventListener("keydown", (event) => {
      const last = made.length - 1;
      const next = {
        ArrowRight: index === last ? 0 : index + 1,
        ArrowLeft: index === 0 ? last : index - 1,
        Home: 0,
        End: last,
      }[event.key];
      if (next === undefined) return;
      event.preventDefault();
      select(next);
      made[next]?.tab.focus();
    });
  }
  select(0);
  return h(
    "div",
    { class: "tabs" },
    h("div", { role: "tablist", "aria-label": label }, ...made.map(({ tab }) => tab)),
    ...made.map(({ panel }) => panel),
  );
}
