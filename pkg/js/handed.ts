/** What the core hands over while it lies in its memory: texts and numbers (`pkg/src/texts.rs`). */

import { decoded } from "./decoding.js";
import { numbers, view } from "./instance.js";

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
    const text = length === 0 ? "" : decoded(view(start, length), isWide);
    this.#take(new Handed(text, numbers(ends, texts), numbers(others, count)));
  }
}

/** Texts and numbers, one after the other. */
export class Handed {
  readonly #text: string;
  readonly #ends: Uint32Array;
  readonly #numbers: Uint32Array;
  #start = 0;
  #nextText = 0;
  #nextNumber = 0;

  constructor(text: string, ends: Uint32Array, numbers: Uint32Array) {
    this.#text = text;
    this.#ends = ends;
    this.#numbers = numbers;
  }

  hasTexts(): boolean {
    return this.#nextText < this.#ends.length;
  }

  hasNumbers(): boolean {
    return this.#nextNumber < this.#numbers.length;
  }

  text(): string {
    const end = this.#ends[this.#nextText++] ?? this.#start;
    const text = this.#text.substring(this.#start, end);
    this.#start = end;
    return text;
  }

  number(): number {
    return this.#numbers[this.#nextNumber++] ?? 0;
  }
}
