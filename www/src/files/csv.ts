/** Tables as CSV (RFC 4180), safe to open in a spreadsheet. */

/** What a spreadsheet takes for the start of a formula. */
const FORMULA = /^[=+\-@\t\r]/;

/** A phone number, say: as a formula it is its own value, and an apostrophe would spoil it. */
const PLAIN_NUMBER = /^[+-]?\d+$/;

function cell(value: string): string {
  const safe = FORMULA.test(value) && !PLAIN_NUMBER.test(value) ? `'${value}` : value;
  return /[",;\r\n]/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Begins with a byte order mark, without which Excel takes UTF-8 for something older. */
export function csv(rows: readonly (readonly string[])[]): string {
  return `\uFEFF${rows.map((row) => `${row.map(cell).join(",")}\r\n`).join("")}`;
}
