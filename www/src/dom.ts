/** Elements without a framework. */

type Listener = (event: never) => void;
type Attribute = string | number | boolean | undefined | Listener;
export type Child = Node | string | undefined | false;

/**
 * An element. `true` sets an empty attribute, `false` and `undefined` none; `onclick` and the like are listeners.
 */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, Attribute>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name.slice(2), value as EventListener);
    else if (value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? "" : String(value));
    }
  }
  element.append(...shown(children));
  return element;
}

/** Puts `children` in the place of what an element held. */
export function fill(element: Element, ...children: readonly Child[]): void {
  element.replaceChildren(...shown(children));
}

function shown(children: readonly Child[]): (Node | string)[] {
  return children.filter((child) => child !== undefined && child !== false);
}

/** A text of the package: what stands between backticks is code. */
export function rich(text: string): Node[] {
  return text
    .split("`")
    .map((part, index) => (index % 2 === 1 ? h("code", {}, part) : document.createTextNode(part)));
}

/** The element of index.html with this id. */
export function byId(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (!element) throw new Error(`index.html has no #${id}`);
  return element;
}

let count = 0;

/** An id that no other element has. */
export function uid(): string {
  count += 1;
  return `id-${count}`;
}
