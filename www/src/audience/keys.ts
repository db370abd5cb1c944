/** The table's keys, after the grid pattern of the ARIA Authoring Practices. */
import { redo, undo } from "../document";
import { indexAt, isSettled, shownCount, sort, stayAt } from "./arrangement";
import { duplicateRecipient, removeRecipients, setCell } from "./changes";
import { type Column, columns } from "./columns";
import { beginEdit, column, HEAD, moveTo, row } from "./position";

/** Rising, then falling, then as it stands. */
export function sortBy({ key }: Column): void {
  const now = sort.peek();
  const isSame = now !== undefined && JSON.stringify(now.by) === JSON.stringify(key);
  if (!isSame) sort.value = { by: key, descending: false };
  else sort.value = now.descending ? undefined : { by: key, descending: true };
}

export function duplicateHere(): void {
  if (row.peek() !== HEAD && isSettled.peek()) duplicateRecipient(indexAt(row.peek()));
}

export function removeHere(): void {
  const at = row.peek();
  if (at === HEAD || !isSettled.peek()) return;
  removeRecipients([indexAt(at)]);
  stayAt(at);
}

function clearHere(): void {
  const current = columns.peek()[column.peek()];
  if (row.peek() !== HEAD && current) setCell(indexAt(row.peek()), current, "");
}

function enter(): void {
  const current = columns.peek()[column.peek()];
  if (row.peek() !== HEAD) beginEdit();
  else if (current) sortBy(current);
}

/** Where a key leads; undefined where it leads nowhere. */
function target(key: string, far: boolean, page: number): [number, number] | undefined {
  const [at, across] = [row.peek(), column.peek()];
  const [lastRow, lastColumn] = [shownCount.peek() - 1, columns.peek().length - 1];
  switch (key) {
    case "ArrowDown":
      return [far ? lastRow : Math.min(lastRow, at + 1), across];
    case "ArrowUp":
      return [far ? 0 : Math.max(HEAD, at - 1), across];
    case "ArrowLeft":
      return [at, far ? 0 : across - 1];
    case "ArrowRight":
      return [at, far ? lastColumn : across + 1];
    case "PageDown":
      return [Math.min(lastRow, at + page), across];
    case "PageUp":
      return [Math.max(0, at - page), across];
    case "Home":
      return [far ? 0 : at, 0];
    case "End":
      return [far ? lastRow : at, lastColumn];
    default:
      return undefined;
  }
}

/** What a key does with Ctrl or Cmd; false where that is the browser's affair. */
function command(key: string, shift: boolean): boolean {
  if (key === "z") (shift ? redo : undo)();
  else if (key === "y") redo();
  else if (key === "d") duplicateHere();
  else if (key === "delete" || key === "backspace") removeHere();
  else return false;
  return true;
}

function act(event: KeyboardEvent, page: number): boolean {
  const { key, altKey } = event;
  const isCommand = event.ctrlKey || event.metaKey;
  if (altKey || event.isComposing) return false;
  const to = target(key, isCommand, page);
  if (to) moveTo(...to);
  else if (isCommand) return command(key.toLowerCase(), event.shiftKey);
  else if (key === "Enter" || key === "F2") enter();
  else if (key === "Delete" || key === "Backspace") clearHere();
  else if ([...key].length === 1 && (key !== " " || row.peek() === HEAD)) key === " " ? enter() : beginEdit(key);
  else return false;
  return true;
}

export function onGridKeyDown(event: KeyboardEvent, page: number): void {
  if (act(event, page)) event.preventDefault();
}
