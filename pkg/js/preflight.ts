/** What is wrong with a payload, and what recipients get. */

import { fields, isBytes, optionsOf, pairsOf, payloadOf, plain, string } from "./arguments.js";
import * as core from "./bindings.js";
import { PreflightError } from "./error.js";
import { answered, Taker } from "./handed.js";
import { call, ends, write } from "./instance.js";
import { Rows } from "./recipients.js";
import { reportOf } from "./report.js";
import type {
  Audience,
  Channel,
  Filled,
  Options,
  ParametersOf,
  PayloadInput,
  Placeholder,
  Preview,
  Report,
} from "./types.js";

/**
 * Says everything that is wrong with a payload, and everything worth a look.
 *
 * Of more than 100,000 recipients the first 100,000 are looked at, here and in all that follows.
 * A payload that cannot be read gets a report with `json-syntax`; only misuse throws.
 */
export function check(payload: PayloadInput, options?: Options): Report {
  return ask(core.check, payload, options).report;
}

/**
 * What `check` says, and what every recipient gets.
 *
 * Throws `too-large` where all texts together have more than 64 MiB.
 */
export function preview(payload: PayloadInput, options?: Options): Preview {
  return ask(core.preview, payload, options);
}

function ask(look: typeof core.preview, payload: PayloadInput, options?: Options): Preview {
  const [reading, rules, most] = optionsOf(options);
  const input = payloadOf(payload);
  // The author of an object does not know the text that we made of it.
  const hasPlaces = typeof input !== "string" || input === payload;
  const rows = new Rows();
  const run = (taker: Taker) =>
    call(() => look(...write(input, reading, rules), most, hasPlaces, taker));
  const report = answered(run, reportOf, (handed) => rows.take(handed));
  return { report, recipients: rows.recipients };
}

/**
 * Every recipient's text and nothing else, the fast way; a JSON value as compact JSON text.
 *
 * A payload that cannot be read has no recipients, and none gets more than 100,000 texts.
 * Throws `too-large` as `preview` does.
 */
export function messages(payload: PayloadInput, options?: Options): string[] {
  const [reading, rules] = optionsOf(options);
  const input = payloadOf(payload);
  const all: string[] = [];
  const taker = new Taker((handed) => {
    while (handed.hasTexts()) all.push(handed.text());
  });
  call(() => core.messages(...write(input, reading, rules), taker));
  return all;
}

/** Fills the placeholders of one text, in one pass. */
export function fill<const Text extends string>(
  template: Text,
  parameters?: ParametersOf<Text>,
): Filled<Placeholder<Text>> {
  const text = string(template, "the template");
  const texts = [text, ...pairsOf(parameters, "parameters")];
  type Placed = [key: Placeholder<Text>, start: number, end: number, filled: boolean];
  const parts: [string, Placed[]] = call(() => core.fill(ends(texts)));
  const placeholders = parts[1].map(([key, start, end, filled]) => ({ key, start, end, filled }));
  return { text: parts[0], placeholders };
}

/**
 * Reads an audience from CSV: text, or the bytes of a file in UTF-8 or UTF-16.
 *
 * What cannot be read is a problem of the audience.
 */
export function importCsv<const C extends Channel>(
  csv: string | Uint8Array,
  options: { channel: C },
): Audience<C> {
  if (typeof csv !== "string" && !isBytes(csv)) {
    throw new PreflightError("bad-argument", "the CSV must be a string or bytes");
  }
  const name = string(fields(options, "options").channel, "`channel`");
  const input = typeof csv === "string" ? csv : plain(csv);
  return JSON.parse(call(() => core.importCsv(...write(input, name))));
}
