/** The worker's answers to what is asked once. */
import { importCsv, splitText } from "notify-preflight/slim";
import { arrange } from "./arrange";
import type { Answers, ImportQuestion, Imported, Question } from "./questions";

function importFile({ csv, channel, gap }: ImportQuestion): Imported {
  const { identities, rows: _, ...rest } = importCsv(csv, { channel });
  // One line each: a list of 100,000 stays one that can be read and scrolled.
  const json = identities.map((identity) => JSON.stringify(identity)).join(`,${gap}`);
  return { ...rest, recipients: identities.length, json };
}

export function reply(question: Question): Answers[keyof Answers] {
  switch (question.kind) {
    case "import":
      return importFile(question);
    case "arrange":
      return arrange(question);
    case "split":
      return splitText(question.payload);
  }
}
