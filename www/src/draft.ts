/** Keeps the draft over a reload. The JWT is no part of it. */
import { effect, signal } from "@preact/signals";
import { del, get, set } from "idb-keyval";
import { text } from "./document";

const KEY = "notify-preflight.draft";
const DELAY_MS = 250;

/** Why the draft is not being kept, in words; empty while it is. */
export const draftTrouble = signal("");

/** Local storage writes while the page waits, which a long text would make felt. */
const LARGEST_LOCAL = 250_000;

/** Stands in local storage in place of a draft that it cannot hold. No JSON starts so. */
const LARGE = "\0large";

export async function loadDraft(): Promise<string | undefined> {
  try {
    const kept = localStorage.getItem(KEY) ?? undefined;
    return kept === LARGE ? await get<string>(KEY) : kept;
  } catch {
    return undefined;
  }
}

let dropped = false;
let latest: string | undefined;
/** A large draft is on its way into the database. */
let unsaved = false;

export async function dropDraft(): Promise<void> {
  dropped = true;
  try {
    localStorage.removeItem(KEY);
    await del(KEY);
  } catch {
    // Nothing is kept where storage is switched off, so nothing needs dropping.
  }
}

/**
 * Local storage keeps a draft even while the page is being left; but the page waits for it, so a large one goes into
 * the browser's database.
 */
async function save(draft: string): Promise<void> {
  latest = draft;
  if (draft.length > LARGEST_LOCAL) return saveLarge(draft);
  try {
    localStorage.setItem(KEY, draft);
    draftTrouble.value = "";
  } catch {
    await saveLarge(draft);
  }
}

async function saveLarge(draft: string): Promise<void> {
  unsaved = true;
  try {
    await set(KEY, draft);
    // A later draft may have been kept while this one was on its way.
    if (draft !== latest) return;
    localStorage.setItem(KEY, LARGE);
    draftTrouble.value = "";
  } catch {
    draftTrouble.value = "The browser cannot keep this draft over a reload: copy the JSON to be safe.";
  }
  if (draft === latest) unsaved = false;
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
    void save(saved);
  };
  effect(() => {
    void text.value;
    timer ??= setTimeout(flush, DELAY_MS);
  });
  addEventListener("beforeunload", (event) => {
    flush();
    if (unsaved) event.preventDefault();
  });
  addEventListener("pagehide", flush);
  document.addEventListener("visibilitychange", flush);
}
