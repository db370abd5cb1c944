/** A CSV on its way into the document: read by the core, looked at by the author, then put in as one step. */
import { computed, signal } from "@preact/signals";
import { figures } from "../controls/words";
import { ask } from "../core/asking";
import type { Imported } from "../core/questions";
import { revision } from "../document";
import { editable } from "../outline";
import { channelWords } from "../payload";
import { gapForImport, listedRecipients, putImported } from "./changes";
import { showEverybody } from "./arrangement";
import { isOpen } from "./position";

export type Importing =
  | { step: "asking"; trouble?: string }
  | { step: "reading"; name: string }
  | { step: "read"; name: string; imported: Imported; gap: string; present: number };

export const importing = signal<Importing | undefined>(undefined);
const done = signal<{ words: string; revision: number } | undefined>(undefined);
/** What the import just made did, for the author to hear, until something else is done. */
export const imported = computed(() => (done.value?.revision === revision.value ? done.value.words : ""));

export function beginImport(): void {
  importing.value = { step: "asking" };
}

export function cancelImport(): void {
  importing.value = undefined;
}

function refuse(trouble: string): void {
  importing.value = { step: "asking", trouble };
}

async function read(name: string, give: () => Promise<string | Uint8Array>): Promise<void> {
  const channel = channelWords.peek()?.channel;
  if (!channel) return refuse("Choose a channel first: it says which column names the recipients.");
  if (!editable.peek()) return refuse("The JSON cannot be read at the moment. Mend it first, then import.");
  const reading: Importing = { step: "reading", name };
  importing.value = reading;
  try {
    const gap = gapForImport();
    const answer = await ask({ kind: "import", csv: await give(), channel, gap });
    // The author may have cancelled meanwhile.
    if (importing.peek() !== reading) return;
    importing.value = { step: "read", name, imported: answer, gap, present: listedRecipients() };
  } catch (error) {
    if (importing.peek() !== reading) return;
    refuse(`“${name}” could not be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

export function readFile(file: File): Promise<void> {
  return read(file.name, async () => new Uint8Array(await file.arrayBuffer()));
}

export function readPasted(text: string): Promise<void> {
  return read("what you pasted", () => Promise.resolve(text));
}

export function finishImport(place: "append" | "replace"): void {
  const now = importing.peek();
  if (now?.step !== "read") return;
  showEverybody();
  putImported(now.imported, now.gap, place);
  importing.value = undefined;
  isOpen.value = true;
  const words = `${figures(now.imported.recipients)} imported from ${now.name}. Undo takes them back.`;
  done.value = { words, revision: revision.peek() };
}
