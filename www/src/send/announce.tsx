/** How far the sending is, for those who hear the page: a word at each quarter, not at each message. */
import { count } from "../controls/words";
import { counted, failed, type Sending, sending } from "./sending";

const QUARTERS = ["begun", "a quarter done", "half done", "three quarters done"];

function wordsOn(state: Sending): string {
  const counts = counted(state);
  const { done, total } = counts;
  const messages = count(total, "message");
  if (state.step === "posting") return `Handing ${messages} over.`;
  if (state.step === "finished") {
    return `Finished: ${count(done, "message")}, ${count(failed(counts), "failure")}.`;
  }
  if (state.step === "waiting") return "Waiting to try again.";
  if (state.step === "stopped") return "Not following any more.";
  if (state.step !== "following") return "";
  return `${messages}, ${QUARTERS[Math.min(3, Math.floor((4 * done) / Math.max(1, total)))]}.`;
}

/** It is always in the page: what comes together with its first words is not heard. */
export function Announcement() {
  return (
    <p class="visually-hidden" role="status" aria-label="Progress">
      {sending.value ? wordsOn(sending.value) : ""}
    </p>
  );
}
