/** Keeps the draft over a reload. The JWT is no part of it. */
import { effect, signal } from "@preact/signals";
import { text } from "./document";

const KEY = "notify-preflight.draft";
const DELAY_MS = 250;

/** Why the draft is not being kept, in words; empty while it is. */
export const draftTrouble = signal("");

export function loadDraft(): string | undefined {
  try {
    return localStorage.getItem(KEY) ?? undefined;
  } catch {
    return undefined;
  }
}

let dropped = false;

export function dropDraft(): void {
  dropped = true;
  try {
    localStorage.removeItem(KEY);
  } catch {
    // Nothing is kept where storage is switched off, so nothing needs dropping.
  }
}

function save(draft: string): void {
  try {
    localStorage.setItem(KEY, draft);
    draftTrouble.value = "";
  } catch {
    draftTrouble.value = "This draft is too large for the browser to keep over a reload: copy the JSON to be safe.";
  }
}

/** Save from now on, soon after each change, and at once when the page is left. */
export function keepDraft(): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let saved = text.peek();
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    if (dropped || text.peek() === saved) return;
    saved = text.peek();
    save(saved);
  };
  effect(() => {
    void text.value;
    timer ??= setTimeout(flush, DELAY_MS);
  });
  addEventListener("pagehide", flush);
  document.addEventListener("visibilitychange", flush);
}
