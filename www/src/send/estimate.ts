/** How much longer a sending takes, from what was measured so far. */
import { figures } from "../controls/words";
import type { Sending } from "./sending";

/** Below these a pace is an accident. */
const FEWEST = 3;
const SHORTEST_MS = 2_000;

function span(seconds: number): string {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}

function perSecond(pace: number): string {
  return pace >= 1 ? `${figures(Math.round(pace))} a second` : `${Math.max(1, Math.round(pace * 60))} a minute`;
}

/** A sentence; says where it has it from, and that it is too early where it is. */
export function timeLeft({ measured }: Sending, done: number, total: number, now: number): string {
  if (!measured || done >= total) return "";
  const [count, time] = [done - measured.done, now - measured.since];
  if (count < FEWEST || time < SHORTEST_MS) return "Time left: not known yet.";
  const pace = count / (time / 1000);
  return `About ${span((total - done) / pace)} left, at ${perSecond(pace)} as measured so far.`;
}
