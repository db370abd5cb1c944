/** The sandbox's events, listened to for as long as the page is open. */
import { signal } from "@preact/signals";

export type Connection = "connecting" | "live" | "lost";

export const connection = signal<Connection>("connecting");

interface Listener {
  /** Listening, for the first time or again: anything may have happened before. */
  onOpen: () => void;
  onMessages: () => void;
  onStatuses: (job: string) => void;
  onReset: () => void;
  onFaults: () => void;
}

const RETRY_MS = 3_000;

function jobIn(event: MessageEvent<string>): string {
  return (JSON.parse(event.data) as { job: string }).job;
}

export function listen(listener: Listener): void {
  const events = new EventSource("/sandbox/inbox/events");
  events.addEventListener("open", () => {
    connection.value = "live";
    listener.onOpen();
  });
  events.addEventListener("messages", () => listener.onMessages());
  events.addEventListener("statuses", (event) => listener.onStatuses(jobIn(event)));
  events.addEventListener("reset", () => listener.onReset());
  events.addEventListener("faults", () => listener.onFaults());
  events.addEventListener("error", () => {
    connection.value = "lost";
    // Browsers try again after some failures, and give up after others.
    if (events.readyState === EventSource.CLOSED) setTimeout(() => listen(listener), RETRY_MS);
  });
}
