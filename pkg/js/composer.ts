/// <reference lib="esnext.disposable" preserve="true" />
/** A payload kept read while it is edited. */

import { optionsOf, string, wholeNumber } from "./arguments.js";
import * as core from "./bindings.js";
import { answered, Taker } from "./handed.js";
import { write } from "./instance.js";
import { Kept } from "./kept.js";
import { Rows } from "./recipients.js";
import { reportOf } from "./report.js";
import { selectionOf, summaryOf } from "./summary.js";
import type { Options, Reading, Recipient, Report, Summary, WhatIf } from "./types.js";

/**
 * One payload, kept read in the core's memory for an editor. After any edits its answers
 * are those of `check` and `preview` on the same text.
 *
 * Free it, or let `using` do so; one that is only forgotten gives its memory back when it
 * is collected. Where a call throws `internal`, all are gone: make a new one from the text.
 */
export class Composer {
  readonly #kept: Kept<core.Composer>;

  constructor(text: string, options?: Options) {
    const payload = string(text, "the text");
    const [reading, rules, most] = optionsOf(options);
    const open = () => core.Composer.open(...write(payload, reading, rules), most);
    this.#kept = new Kept("Composer", open);
  }

  /** How many recipients there are, of 100,000 at most. */
  get length(): number {
    return this.#kept.use((composer) => composer.length);
  }

  /** The payload as it stands now. */
  text(): string {
    return this.#kept.use((composer) => composer.text());
  }

  /** Replaces the text from `start` to `end`, in UTF-16 code units. Throws `out-of-text`. */
  splice(start: number, end: number, text: string): void {
    const [from, to] = [wholeNumber(start, "`start`"), wholeNumber(end, "`end`")];
    const inserted = string(text, "the text");
    this.#kept.use((composer) => composer.splice(from, to, ...write(inserted)));
  }

  /**
   * Sets the text of the message, without reading the audience again. Throws `no-message`
   * where there is none to set: `message`, or `content` where there is no `message`, has no `value`.
   */
  setMessage(value: string): void {
    const message = string(value, "the message");
    this.#kept.use((composer) => composer.setMessage(...write(message)));
  }

  /** Sets which text a recipient with `parameters` and no `customMessage` gets. */
  setReading(reading: Reading): void {
    const name = string(reading, "the reading");
    this.#kept.use((composer) => composer.setReading(...write(name)));
  }

  /** What `check` says of the text. */
  report(): Report {
    return answered((taker) => this.#kept.use((composer) => composer.report(taker)), reportOf);
  }

  /** Counts over all recipients. */
  summary(): Summary {
    return answered((taker) => this.#kept.use((composer) => composer.summary(taker)), summaryOf);
  }

  /** What `preview` says of the recipients from `from` up to, not including, `to`. */
  window(from: number, to: number): Recipient[] {
    const [first, end] = [wholeNumber(from, "`from`"), wholeNumber(to, "`to`")];
    const rows = new Rows();
    const taker = new Taker((handed) => rows.take(handed));
    this.#kept.use((composer) => composer.window(first, end, taker));
    return rows.recipients;
  }

  /** What those recipients would get were a parameter missing, and how many get another text then. */
  whatIf(key: string, from: number, to: number): WhatIf {
    const name = string(key, "the key").toWellFormed();
    const [first, end] = [wholeNumber(from, "`from`"), wholeNumber(to, "`to`")];
    const rows = new Rows();
    const ask = (taker: Taker) =>
      this.#kept.use((composer) => composer.whatIf(...write(name), first, end, taker));
    const changed = answered(ask, selectionOf, (handed) => rows.take(handed));
    return { key: name, changed, recipients: rows.recipients };
  }

  /** Gives the memory back; every other call throws `freed` from then on. */
  free(): void {
    this.#kept.free();
  }

  [Symbol.dispose](): void {
    this.#kept.free();
  }
}
