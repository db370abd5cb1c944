/** What the core hands over while it lies in its memory: texts and numbers (`pkg/src/texts.rs`). */

import { decoded } from "./decoding.js";
import { memory, numbers } from "./instance.js";

/** Is given what is handed over, part by part; it is gone when the core goes on. */
export type Take = (handed: Handed) => void;

/** What the core calls. */
export class Taker {
  readonly #take: Take;

  constructor(take: Take) {
    this.#take = take;
  }

  take(
    start: number,
    length: number,
    isWide: boolean,
    ends: number,
    texts: number,
    others: number,
    count: number,
  ): void {
    const text = length === 0 ? "" : decoded(memory(), start, length, isWide);
    this.#take(new Handed(text, new List(ends, texts), new List(others, count)));
  }
}

/** Calls into the core for an answer, which `first` reads; what comes after it goes to `rest`. */
export function answered<Answer extends object>(
  ask: (taker: Taker) => void,
  first: (handed: Handed) => Answer,
  rest: Take = () => {},
): Answer {
  let answer: Answer | undefined;
  const taker = new Taker((handed) => {
    answer ??= first(handed);
    rest(handed);
  });
  ask(taker);
  return answer as Answer;
}

/** Numbers in the core's memory. */
class List {
  readonly #numbers = numbers();
  #next: number;
  readonly #end: number;

  constructor(address: number, length: number) {
    this.#next = address / Uint32Array.BYTES_PER_ELEMENT;
    this.#end = this.#next + length;
  }

  hasNext(): boolean {
    return this.#next < this.#end;
  }

  next(): number {
    return this.#numbers[this.#next++] ?? 0;
  }
}

/** Texts and numbers, one after the other. */
export class Handed {
  readonly #text: string;
  readonly #ends: List;
  readonly #numbers: List;
  #start = 0;

  constructor(text: string, ends: List, numbers: List) {
    this.#text = text;
    this.#ends = ends;
    this.#numbers = numbers;
  }

  hasTexts(): boolean {
    return this.#ends.hasNext();
  }

  hasNumbers(): boolean {
    return this.#numbers.hasNext();
  }

  text(): string {
    const end = this.#ends.next();
    const text = this.#text.substring(this.#start, end);
    this.#start = end;
    return text;
  }

  number(): number {
    return this.#numbers.next();
  }
}

/** Names that came up. A new one comes with its text. */
export class Names {
  readonly #all: string[] = [];

  next(handed: Handed): string {
    const place = handed.number();
    if (place === this.#all.length) this.#all.push(handed.text());
    return this.#all[place] ?? "";
  }
}
