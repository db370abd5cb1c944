/** A job sent once more, and all of them forgotten: what the page changes, and what came of it. */
import { signal } from "@preact/signals";
import { count } from "../controls/words";
import { reasonOf } from "../sandbox/call";
import { forgetAll, replay } from "./calls";
import { load, shown, trouble } from "./messages";
import { close, open } from "./opened";

/** What was done, said once. */
export const done = signal("");

/** The job that is being sent again. */
export const replaying = signal<string | undefined>(undefined);

export const isForgetting = signal(false);

/** The new job is opened, unless the filter hides it. */
export async function sendAgain(job: string): Promise<void> {
  if (replaying.peek() !== undefined) return;
  replaying.value = job;
  done.value = "";
  try {
    const fresh = await replay(job);
    await load();
    const message = shown.peek()?.messages.find((candidate) => candidate.job === fresh);
    if (message) await open({ kind: "job", message });
    done.value = `Sent again, as ${fresh}.`;
  } catch (error) {
    trouble.value = reasonOf(error);
  }
  replaying.value = undefined;
}

export async function forget(): Promise<void> {
  try {
    const { jobs, messages } = await forgetAll();
    close();
    await load();
    done.value = `Forgotten: ${count(messages, "message")} of ${count(jobs, "job")}.`;
  } catch (error) {
    trouble.value = reasonOf(error);
  }
}
