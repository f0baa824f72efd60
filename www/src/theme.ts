/** Light or dark: as the system says, until the button says otherwise. */
import { byId } from "./dom.js";

export function theme(): void {
  const button = byId("theme");
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const root = document.documentElement;
  const isDark = () => (root.getAttribute("data-theme") ?? (dark.matches ? "dark" : "light")) === "dark";
  const show = () => button.setAttribute("aria-pressed", String(isDark()));
  button.addEventListener("click", () => {
    root.setAttribute("data-theme", isDark() ? "light" : "dark");
    show();
  });
  dark.addEventListener("change", show);
  show();
}
