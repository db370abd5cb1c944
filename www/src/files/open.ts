/** Opening a file in the place of the draft. */
import { signal } from "@preact/signals";
import { choose } from "../chosen";
import { replaceText } from "../document";

/** Far beyond any payload that a host would take. */
const LARGEST_MIB = 64;

/** What became of the last thing that was opened, in words; undefined once it is dismissed. */
export const opened = signal<{ words: string; isTrouble: boolean } | undefined>(undefined);

/** Undo brings the draft before back. */
export function openText(text: string, from: string): void {
  replaceText(text);
  choose(0);
  opened.value = { words: `Opened ${from}. Undo brings your draft back.`, isTrouble: false };
}

export async function openFile(file: File): Promise<void> {
  if (file.size > LARGEST_MIB << 20) {
    opened.value = { words: `${file.name} is larger than ${LARGEST_MIB} MiB: it was not opened.`, isTrouble: true };
    return;
  }
  try {
    openText(await file.text(), file.name);
  } catch {
    opened.value = { words: `${file.name} could not be read: was it moved or changed?`, isTrouble: true };
  }
}
