/** Files dropped anywhere on the page: a draft is opened, all else is read as a table of recipients. */
import { signal } from "@preact/signals";
import { readFile } from "../audience/importing";
import { openFile } from "./open";

/** Whether a file is held above the page. */
export const dragged = signal(false);

function isDraft({ name, type }: File): boolean {
  return type === "application/json" || name.toLowerCase().endsWith(".json");
}

function carriesFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes("Files") ?? false;
}

function onDragOver(event: DragEvent): void {
  if (!carriesFiles(event)) return;
  event.preventDefault();
  dragged.value = true;
}

/** Told of every element that is left; the page itself is left for nothing. */
function onDragLeave(event: DragEvent): void {
  if (event.relatedTarget === null) dragged.value = false;
}

function onDrop(event: DragEvent): void {
  dragged.value = false;
  if (!carriesFiles(event)) return;
  // An editor beneath would put the file's content into its text.
  event.preventDefault();
  event.stopPropagation();
  const file = event.dataTransfer?.files[0];
  if (file) void (isDraft(file) ? openFile(file) : readFile(file));
}

export function takeDrops(): void {
  document.addEventListener("dragover", onDragOver, { capture: true });
  document.addEventListener("dragleave", onDragLeave);
  document.addEventListener("drop", onDrop, { capture: true });
}
