/** Until when the JWT in the field says that it holds. */
import { computed } from "@preact/signals";
import { expiresAt } from "notify-preflight";
import { jwt } from "./target";

export interface Expiry {
  hasPassed: boolean;
  words: string;
}

function momentOf(time: Date): string {
  const isToday = time.toDateString() === new Date().toDateString();
  return isToday ? `today, ${time.toLocaleTimeString()}` : time.toLocaleString();
}

/** Undefined where it does not say. As of when it was typed: the platform has the last word. */
export const expiry = computed<Expiry | undefined>(() => {
  const seconds = expiresAt(jwt.value.trim());
  const time = new Date((seconds ?? Number.NaN) * 1000);
  if (Number.isNaN(time.getTime())) return undefined;
  const hasPassed = time.getTime() <= Date.now();
  return { hasPassed, words: `${hasPassed ? "Expired" : "Holds until"}: ${momentOf(time)}` };
});
