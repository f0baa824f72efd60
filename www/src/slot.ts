/** The place beside a field where its issues and warnings stand. */
import type { Issue } from "amends";
import { fill, h, rich, uid } from "./dom.js";

export class Slot {
  readonly id = uid();
  readonly element: HTMLElement = h("div", { class: "slot", id: this.id, tabindex: -1 });
  #inputs: readonly HTMLElement[] = [];

  /** The elements that the issues are about. */
  about(...inputs: readonly HTMLElement[]): this {
    this.#inputs = inputs;
    return this;
  }

  focus(): void {
    const [input] = this.#inputs;
    (input ?? this.element).focus();
  }

  show(issues: readonly Issue[], warnings: readonly Issue[]): void {
    for (const input of this.#inputs) {
      if (issues.length > 0) input.setAttribute("aria-invalid", "true");
      else input.removeAttribute("aria-invalid");
    }
    fill(
      this.element,
      ...issues.map((issue) => line("issue", issue)),
      ...warnings.map((warning) => line("warning", warning)),
    );
  }
}

function line(kind: "issue" | "warning", { message, code }: Issue): HTMLElement {
  return h("p", { class: kind, "data-code": code }, h("span", {}, ...rich(sentence(message))));
}

/** The package writes messages without a capital and a period. */
export function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?…]$/.test(text) ? "" : "."}`;
}
