/** Says something to a screen reader, without interrupting it. */
import { byId } from "./dom.js";

export function announce(text: string): void {
  byId("announcer").textContent = text;
}
