/** A field that may be left out. */
import type { Field } from "./catalogue.js";
import { h, rich } from "./dom.js";
import type { Context, Part } from "./parts.js";

/** A switch in front: sent, or left out. What is sent stays sent when it is empty, for the package to judge. */
export function optional(field: Field, part: Part, { changed }: Context): Part {
  // An account's fields have no place in the request.
  const verb = field.place === undefined ? "Set" : "Send";
  const box = h("input", { type: "checkbox", role: "switch" });
  const label = h(
    "label",
    { class: "switch" },
    box,
    h("span", {}, verb, h("span", { class: "unseen" }, ` ${field.name}`)),
  );
  const out = h("p", { class: "out" }, ...rich(leaveOut(field)));
  const turn = () => {
    part.element.classList.toggle("off", !box.checked);
    for (const body of part.element.querySelectorAll<HTMLElement>(":scope > .body"))
      body.hidden = !box.checked;
    out.hidden = box.checked;
  };
  box.addEventListener("change", () => {
    turn();
    changed();
  });
  const head = part.element.querySelector(":scope > .head");
  // A legend names its group: the switch stands beside it.
  if (head?.tagName === "LEGEND") head.after(label);
  else head?.append(label);
  part.element.append(out);
  turn();
  return {
    element: part.element,
    read: () => (box.checked ? (part.read() ?? "") : undefined),
    write: (value) => {
      box.checked = value !== undefined;
      part.write(value);
      turn();
    },
  };
}

function leaveOut({ leaveOutIf }: Field): string {
  return leaveOutIf === undefined ? "Left out." : `Leave it out if ${leaveOutIf}.`;
}
