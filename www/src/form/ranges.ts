/** Recipients named by their numbers, as people write them: `2, 5-9`, or `all`. */
import { figures } from "../controls/words";

export type Ranges = { indexes: number[] } | { problem: string };

const PART = /^(\d+)(?:\s*[-–]\s*(\d+))?$/;

/** Numbers count from 1; indexes from 0, each once, rising. */
export function readRanges(text: string, total: number): Ranges {
  if (text.trim().toLowerCase() === "all") return { indexes: Array.from({ length: total }, (_, index) => index) };
  const indexes = new Set<number>();
  for (const part of text.split(/[,;\s]*[,;][,;\s]*/)) {
    if (part.trim() === "") continue;
    const match = PART.exec(part.trim());
    if (!match) return { problem: `“${part.trim()}” is no number and no range of numbers such as 5-9.` };
    const first = Number(match[1]);
    const last = Number(match[2] ?? match[1]);
    if (first < 1 || last > total || last < first) {
      return { problem: `“${part.trim()}”: there are recipients 1 to ${figures(total)}.` };
    }
    for (let number = first; number <= last; number += 1) indexes.add(number - 1);
  }
  return { indexes: [...indexes].sort((one, other) => one - other) };
}
