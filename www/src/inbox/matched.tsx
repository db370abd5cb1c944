/** A text in one line, with what was searched for set apart. */
import { filter } from "./messages";

const LONGEST = 160;
/** How much stands before a match that would be out of sight else. */
const BEFORE = 24;

/** Any stretch of the text that is the searched one but for its case. */
function patternOf(search: string): RegExp {
  return new RegExp(search.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&"), "giu");
}

/** The first stretch that matches, with a line's worth of text around it. */
export function Matched({ text }: { text: string }) {
  const { search } = filter.value;
  const match = search === "" ? null : patternOf(search).exec(text);
  if (!match) return <>{inLine(text.slice(0, LONGEST))}</>;
  const start = match.index > LONGEST / 2 ? match.index - BEFORE : 0;
  const end = match.index + match[0].length;
  return (
    <>
      {start > 0 && "…"}
      {inLine(text.slice(start, match.index))}
      <mark class="found">{inLine(match[0])}</mark>
      {inLine(text.slice(end, end + LONGEST))}
    </>
  );
}

function inLine(text: string): string {
  return text.replace(/\s+/g, " ");
}
