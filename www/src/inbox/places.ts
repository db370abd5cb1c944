/** Where the list and what is opened stand in the page, and the ways between them. */
import { close } from "./opened";

export const LIST = "messages";
export const PANEL = "opened";

/** As in inbox.css: below this, what is opened stands under the list. */
const STACKED = "(max-width: 819.98px)";

/** Show what a click has opened, where it is out of sight. */
export function showOpened(): void {
  if (matchMedia(STACKED).matches) document.getElementById(PANEL)?.scrollIntoView();
}

export function backToList(): void {
  close();
  document.getElementById(LIST)?.focus();
}
