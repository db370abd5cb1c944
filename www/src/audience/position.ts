/** Where the author is in the table, and the cell being edited. The row is that of the chosen recipient. */
import { computed, signal } from "@preact/signals";
import { choose } from "../chosen";
import { chosenPosition, indexAt, shownCount } from "./arrangement";
import { columns } from "./columns";

/** Whether the table is on screen. */
export const isOpen = signal(false);

let takesFocus = false;

/** Show the table and put the focus into it, once it is there. */
export function openTable(): void {
  takesFocus = true;
  isOpen.value = true;
}

/** For the table, as it is drawn: whether the focus is to go into it. */
export function claimFocus(): boolean {
  const isMine = takesFocus;
  takesFocus = false;
  return isMine;
}

export interface Editing {
  index: number;
  column: string;
  /** What was typed to begin with, in place of the value. */
  first?: string;
  /** Whether the value is selected, to be typed over. */
  whole: boolean;
}

export const editing = signal<Editing | undefined>(undefined);

/** The header above the rows. */
export const HEAD = -1;

const inHead = signal(false);
const wantedColumn = signal(0);

export const column = computed(() => Math.min(wantedColumn.value, columns.value.length - 1));
export const row = computed(() => (inHead.value || shownCount.value === 0 ? HEAD : Math.max(0, chosenPosition.value)));

export function moveTo(nextRow: number, nextColumn: number): void {
  wantedColumn.value = Math.max(0, Math.min(nextColumn, columns.peek().length - 1));
  inHead.value = nextRow < 0;
  if (nextRow >= 0 && shownCount.peek() > 0) choose(indexAt(Math.min(nextRow, shownCount.peek() - 1)));
}

/** Edit the cell that the author is at. */
export function beginEdit(first?: string): void {
  const [at, current] = [row.peek(), columns.peek()[column.peek()]];
  if (at === HEAD || !current) return;
  // A row that merely stands where the chosen one would be becomes the chosen one.
  choose(indexAt(at));
  const start = { index: indexAt(at), column: current.id };
  editing.value = first === undefined ? { ...start, whole: false } : { ...start, first, whole: false };
}
