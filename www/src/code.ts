/** A block of code with a button that copies it. */
import { announce } from "./announce.js";
import { fill, h } from "./dom.js";
import { highlight, type Language } from "./highlight.js";

export interface Code {
  readonly element: HTMLElement;
  show(text: string): void;
}

/** `label` names it to a screen reader. */
export function codeBlock(label: string, language: Language): Code {
  let shown = "";
  const code = h("code", {});
  const state = h("span", {}, "Copy");
  const copy = h(
    "button",
    { type: "button", class: "copy" },
    state,
    h("span", { class: "unseen" }, ` ${label}`),
  );
  copy.addEventListener("click", () => {
    navigator.clipboard.writeText(shown).then(
      () => {
        state.textContent = "Copied";
        announce(`${label} copied`);
      },
      () => announce(`${label} could not be copied: select it and copy it by hand`),
    );
  });
  // It scrolls, so that a keyboard must reach it.
  const block = h("pre", { tabindex: 0, role: "group", "aria-label": label }, code);
  return {
    element: h("div", { class: "code-block" }, h("div", { class: "bar" }, h("span", {}, label), copy), block),
    show: (text) => {
      if (text === shown) return;
      shown = text;
      state.textContent = "Copy";
      fill(code, ...highlight(text, language));
    },
  };
}
