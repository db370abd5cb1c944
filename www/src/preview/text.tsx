/** A text with what was filled, and what was not, set apart. */
import type { ComponentChildren } from "preact";

/** One placeholder's place in a text. */
export interface Stretch {
  key: string;
  start: number;
  end: number;
  filled: boolean;
}

function Marked({ children, stretch }: { children: string; stretch: Stretch }) {
  if (stretch.filled) {
    return (
      <mark class="filled" title={`value of {${stretch.key}}`}>
        {children}
      </mark>
    );
  }
  return (
    <mark class="unfilled" title="no value: the recipient sees the braces">
      {children}
    </mark>
  );
}

interface Props {
  text: string;
  stretches: readonly Stretch[];
  /** How a part is written; as it is unless said otherwise. */
  write?: (part: string) => string;
}

export function MarkedText({ text, stretches, write = (part) => part }: Props) {
  const parts: ComponentChildren[] = [];
  let position = 0;
  for (const stretch of stretches) {
    if (stretch.start < position) continue;
    parts.push(write(text.slice(position, stretch.start)));
    parts.push(
      <Marked key={stretch.start} stretch={stretch}>
        {write(text.slice(stretch.start, stretch.end))}
      </Marked>,
    );
    position = stretch.end;
  }
  parts.push(write(text.slice(position)));
  return <>{parts}</>;
}
