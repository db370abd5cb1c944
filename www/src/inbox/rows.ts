/** The list's rows: the messages, those of one job under a row of its own. */
import { computed } from "@preact/signals";
import type { Message } from "./calls";
import { shown } from "./messages";
import { type Choice, chosen } from "./opened";

export interface Row extends Choice {
  /** Of a job: how many of its messages follow so far. */
  count: number;
}

function rowsOf(messages: readonly Message[]): Row[] {
  const rows: Row[] = [];
  let job: Row | undefined;
  for (const message of messages) {
    if (job?.message.job !== message.job) {
      job = { kind: "job", message, count: 0 };
      rows.push(job);
    }
    job.count += 1;
    rows.push({ kind: "message", message, count: 1 });
  }
  return rows;
}

export const rows = computed(() => rowsOf(shown.value?.messages ?? []));

/** -1 where nothing that is listed is chosen. */
export const chosenRow = computed(() => {
  const choice = chosen.value;
  if (!choice) return -1;
  return rows.value.findIndex(({ kind, message }) =>
    kind === choice.kind && (kind === "job" ? message.job === choice.message.job : message.id === choice.message.id),
  );
});
