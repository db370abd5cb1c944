/** Counts, from the numbers in which the core hands them over (`pkg/src/composer.rs`). */

import type { Handed } from "./handed.js";
import type { Selection, Summary } from "./types.js";

export function summaryOf(handed: Handed): Summary {
  const [recipients, distinct] = [handed.number(), handed.number()];
  const unresolved = selectionOf(handed);
  const readingDependent = selectionOf(handed);
  const empty = selectionOf(handed);
  const summary: Summary = { recipients, distinct, groups: [], unresolved, readingDependent, empty };
  if (recipients > 0) {
    summary.longest = ofLength(handed);
    summary.shortest = ofLength(handed);
  }
  while (handed.hasNumbers()) summary.groups.push(ofLength(handed));
  return summary;
}

function ofLength(handed: Handed): { characters: number; recipients: Selection } {
  return { characters: handed.number(), recipients: selectionOf(handed) };
}

export function selectionOf(handed: Handed): Selection {
  const count = handed.number();
  const first: number[] = [];
  for (let named = handed.number(); named > 0; named -= 1) first.push(handed.number());
  return { count, first };
}
