/** Whether the tour is under way, and where; and whether the author has been asked about it before. */
import { signal } from "@preact/signals";

const KEY = "notify-preflight.tour";

/** The id of the button in the header that begins the tour. */
export const BUTTON = "tour-button";

function wasAnswered(): boolean {
  try {
    return localStorage.getItem(KEY) !== null;
  } catch {
    // Where storage is switched off the offer comes again with each visit.
    return false;
  }
}

/** Whether the author is asked, as on the first visit. */
export const isOffered = signal(!wasAnswered());

/** The step that the author is at, from 0; undefined while there is no tour. */
export const step = signal<number | undefined>(undefined);

function answer(): void {
  isOffered.value = false;
  try {
    localStorage.setItem(KEY, "answered");
  } catch {
    // See above.
  }
}

export function beginTour(): void {
  answer();
  step.value = 0;
}

/** What had the focus is gone: it goes to where the tour can be found again. */
function goToButton(): void {
  requestAnimationFrame(() => document.getElementById(BUTTON)?.focus());
}

export function declineTour(): void {
  answer();
  goToButton();
}

export function endTour(): void {
  step.value = undefined;
  goToButton();
}
