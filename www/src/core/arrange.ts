/** The order of a table of recipients: those that a search finds, sorted by a column. */
import type { Json } from "notify-preflight";
import type { ArrangeQuestion, ColumnKey } from "./questions";

type Fields = Record<string, Json>;

function isFields(value: Json | undefined): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function own(fields: Json | undefined, key: string): Json | undefined {
  return isFields(fields) && Object.hasOwn(fields, key) ? fields[key] : undefined;
}

function written(value: Json | undefined): string {
  if (value === undefined) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

function cell(recipient: Json, key: ColumnKey): string {
  return written("field" in key ? own(recipient, key.field) : own(own(recipient, "parameters"), key.parameter));
}

/** Whether one of a recipient's values, of whatever field, has these words in it. */
function mentions(value: Json, words: string): boolean {
  if (typeof value === "object" && value !== null) return Object.values(value).some((part) => mentions(part, words));
  return String(value).toLowerCase().includes(words);
}

export function arrange({ payload, search, sort }: ArrangeQuestion): Uint32Array {
  const list = own(JSON.parse(payload) as Json, "identities");
  const recipients = Array.isArray(list) ? list : [];
  const words = search.trim().toLowerCase();
  const found = recipients.flatMap((recipient, index) => (words === "" || mentions(recipient, words) ? [index] : []));
  if (!sort) return Uint32Array.from(found);
  const cells = recipients.map((recipient) => cell(recipient, sort.by));
  const { compare } = new Intl.Collator(undefined, { numeric: true });
  const turn = sort.descending ? -1 : 1;
  found.sort((one, other) => {
    const [a = "", b = ""] = [cells[one], cells[other]];
    // Rows that have nothing there come last, whichever way round.
    if (a === "" || b === "") return Number(a === "") - Number(b === "") || one - other;
    return turn * compare(a, b) || one - other;
  });
  return Uint32Array.from(found);
}
