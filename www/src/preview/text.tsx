/** A recipient's text, with what was filled and what was not set apart. */
import { fill, type RecipientPlaceholder } from "notify-preflight";
import type { ComponentChildren } from "preact";

interface Stretch {
  key: string;
  start: number;
  end: number;
  filled: boolean;
}

function stretches(placeholders: readonly RecipientPlaceholder[]): Stretch[] {
  return placeholders
    .flatMap(({ key, filled, start, end }) => (start === undefined || end === undefined ? [] : [{ key, filled, start, end }]))
    .sort((one, other) => one.start - other.start);
}

function Marked({ text, marks }: { text: string; marks: readonly Stretch[] }) {
  const parts: ComponentChildren[] = [];
  let position = 0;
  for (const { key, start, end, filled } of marks) {
    if (start < position) continue;
    parts.push(text.slice(position, start));
    const shown = text.slice(start, end);
    parts.push(
      filled ? (
        <mark key={start} class="filled" title={`value of {${key}}`}>
          {shown}
        </mark>
      ) : (
        <mark key={start} class="unfilled" title="no value: the recipient sees the braces">
          {shown}
        </mark>
      ),
    );
    position = end;
  }
  parts.push(text.slice(position));
  return <>{parts}</>;
}

export function FilledText({ text, placeholders }: { text: string; placeholders: readonly RecipientPlaceholder[] }) {
  return <Marked text={text} marks={stretches(placeholders)} />;
}

/** A text of which only the result is known: whatever still reads as a placeholder is marked. */
export function PlainText({ text }: { text: string }) {
  return <Marked text={text} marks={fill(text, {}).placeholders} />;
}
