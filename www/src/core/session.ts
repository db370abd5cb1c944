/** One document: a Composer that follows the page's edits, and the answers for what is on screen. */
import { Composer, fill, type Group, type Recipient, type Summary } from "notify-preflight";
import { type Answer, type Change, Mark, type Row, type Survey, type TextGroup, type View } from "./protocol";
import { snippet } from "./snippet";

/** Characters that are worth making for one list on screen, or in one go of a survey. */
const AFFORDABLE = 2_000_000;

export class Session {
  #composer: Composer | undefined;
  #reading: View["reading"] = "substitute";

  /** Bring the composer to the page's text. Throws where the page must send the whole text. */
  take(change: Change, reading: View["reading"]): void {
    if ("text" in change) {
      this.close();
      this.#reading = reading;
      this.#composer = new Composer(change.text, { reading });
      return;
    }
    for (const { start, end, text } of change.edits) this.composer.splice(start, end, text);
    if (reading === this.#reading) return;
    this.composer.setReading(reading);
    this.#reading = reading;
  }

  get composer(): Composer {
    if (!this.#composer) throw new Error("no text has been given yet");
    return this.#composer;
  }

  close(): void {
    try {
      this.#composer?.free();
    } catch {
      // It went with its instance: there is nothing left to free.
    }
    this.#composer = undefined;
  }

  answer(revision: number, view: View): Answer {
    const composer = this.composer;
    const summary = composer.summary();
    const chosen = Math.max(0, Math.min(view.chosen, composer.length - 1));
    const shown = recipients(composer, [...rowsOf(view, summary), chosen, ...summary.groups.flatMap(sampleOf)]);
    const asksWhatIf = view.without !== undefined && composer.length > 0;
    return {
      type: "answer",
      revision,
      reading: view.reading,
      report: composer.report(),
      summary,
      rows: rowsOf(view, summary).flatMap((index) => row(shown.get(index))),
      chosen: shown.get(chosen),
      groups: summary.groups.map((group) => textGroup(group, shown)),
      whatIf: asksWhatIf ? composer.whatIf(view.without ?? "", chosen, chosen + 1) : undefined,
    };
  }

  /** Looks at every recipient, in steps between which the worker can hear of edits. */
  *survey(revision: number): Generator<undefined, Survey> {
    const composer = this.composer;
    const summary = composer.summary();
    const marks = new Uint8Array(composer.length);
    const names = new Map<string, number>();
    const open = new Uint32Array(composer.length);
    const openKeys = new Sets();
    const step = portion(summary, 250);
    for (let from = 0; from < marks.length; from += step) {
      for (const recipient of composer.window(from, from + step)) {
        const mark = markOf(recipient, summary);
        marks[recipient.index] = mark;
        if (mark & Mark.unresolved) open[recipient.index] = openKeys.numberOf(openIn(recipient));
        for (const name of namesOf(recipient)) names.set(name, (names.get(name) ?? 0) + 1);
      }
      yield;
    }
    const parameters = [...names].sort((one, other) => other[1] - one[1]).map(([name]) => name);
    return { type: "survey", revision, marks, open, openKeys: openKeys.all, parameters };
  }
}

/** How many recipients' texts to make at once, at most `most`. */
function portion(summary: Summary, most: number): number {
  const longest = Math.max(1, summary.longest?.characters ?? 1);
  return Math.max(1, Math.min(most, Math.floor(AFFORDABLE / longest)));
}

/** Each recipient once, whatever it is asked for, and neighbours in one go. */
function recipients(composer: Composer, wanted: readonly number[]): Map<number, Recipient> {
  const rising = [...new Set(wanted)].sort((one, other) => one - other);
  const made = new Map<number, Recipient>();
  for (let at = 0; at < rising.length; at += 1) {
    const first = rising[at] ?? 0;
    while (rising[at + 1] === (rising[at] ?? 0) + 1) at += 1;
    for (const recipient of composer.window(first, (rising[at] ?? 0) + 1)) made.set(recipient.index, recipient);
  }
  return made;
}

/** The rows to make: none where they are too long to make so many. */
function rowsOf({ rows: { from, to } }: View, summary: Summary): number[] {
  const most = Math.min(to, summary.recipients) - from;
  if (most <= 0 || portion(summary, most) < most) return [];
  return Array.from({ length: most }, (_, row) => from + row);
}

function row(recipient: Recipient | undefined): Row[] {
  if (!recipient) return [];
  const { index, identity, filled } = recipient;
  return [{ index, identity, snippet: snippet(filled) }];
}

/** The recipient whose text stands for a group's, unless it is too long to make one for each. */
function sampleOf({ characters, recipients }: Group): number[] {
  return characters > AFFORDABLE / 20 ? [] : recipients.first.slice(0, 1);
}

function textGroup(group: Group, shown: ReadonlyMap<number, Recipient>): TextGroup {
  const [sample] = sampleOf(group).flatMap((index) => shown.get(index) ?? []);
  return { ...group, snippet: sample ? snippet(sample.filled) : "" };
}

function markOf(recipient: Recipient, summary: Summary): number {
  // The core's own counts say whether open placeholders matter: in a script they do not.
  const open = summary.unresolved.count > 0 && holdsPlaceholder(recipient);
  const empty = summary.empty.count > 0 && typeof recipient.filled === "string" && recipient.filled.trim() === "";
  return (
    (open ? Mark.unresolved : 0) +
    (recipient.otherReading !== undefined ? Mark.readingDependent : 0) +
    (empty ? Mark.empty : 0) +
    (recipient.source === "customMessage" ? Mark.custom : 0)
  );
}

/** Whether the text still has a placeholder: one without a value, or one that braces make of a value. */
function holdsPlaceholder({ placeholders, filled }: Recipient): boolean {
  return placeholders.some((placeholder) => !placeholder.filled) || hasPlaceholder(filled);
}

function hasPlaceholder(filled: unknown): boolean {
  if (typeof filled === "string") return filled.includes("{") && fill(filled, {}).placeholders.length > 0;
  return typeof filled === "object" && filled !== null && Object.values(filled).some(hasPlaceholder);
}

/** Lists of names, each kept once: a thousand recipients mostly have one. */
class Sets {
  readonly all: (readonly string[])[] = [];
  readonly #numbers = new Map<string, number>();

  /** The list's number, from 1. */
  numberOf(names: readonly string[]): number {
    const key = JSON.stringify(names);
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.all.push(names);
    this.#numbers.set(key, this.all.length);
    return this.all.length;
  }
}

function openIn({ placeholders }: Recipient): string[] {
  return [...new Set(placeholders.flatMap(({ key, filled }) => (filled ? [] : [key])))];
}

/** A recipient's parameters are those its text uses and those it does not. */
function namesOf({ placeholders, unusedParameters }: Recipient): Set<string> {
  const used = placeholders.filter(({ filled }) => filled).map(({ key }) => key);
  return new Set([...used, ...unusedParameters]);
}
