/** The clipboard in the table: a cell's value out, a value into a cell, rows of a spreadsheet as an import. */
import { indexAt } from "./arrangement";
import { cellOf, columns } from "./columns";
import { readPasted } from "./importing";
import { beginEdit, column, HEAD, row } from "./position";

function isInField(event: Event): boolean {
  return event.target instanceof HTMLElement && event.target.closest("input, textarea, dialog") !== null;
}

export function onCopy(event: ClipboardEvent): void {
  const current = columns.peek()[column.peek()];
  const hasSelection = (getSelection()?.toString() ?? "") !== "";
  if (isInField(event) || hasSelection || !current || row.peek() === HEAD) return;
  event.preventDefault();
  event.clipboardData?.setData("text/plain", cellOf(indexAt(row.peek()), current).value);
}

export function onPaste(event: ClipboardEvent): void {
  if (isInField(event)) return;
  const text = event.clipboardData?.getData("text/plain") ?? "";
  if (text === "") return;
  event.preventDefault();
  // A cell that is copied in a spreadsheet ends with a line break too.
  const line = text.replace(/\r?\n$/, "");
  if (/[\r\n\t]/.test(line)) void readPasted(text);
  else beginEdit(line);
}
