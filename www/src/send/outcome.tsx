/** What came of the sending, so far. */
import { sendRequest } from "notify-preflight";
import { useEffect } from "preact/hooks";
import { count, figures, Sentence } from "../controls/words";
import { resume, stopFollowing } from "./delivery";
import { timeLeft } from "./estimate";
import { Refused, Unknown, Waiting } from "./failure-box";
import { Log } from "./log";
import { askToSendRest } from "./ready";
import { Retry } from "./retry";
import { counted, type Counts, failed, notSent, OUTCOME, type Sending } from "./sending";
import { jwt, problemFrom } from "./target";
import { focusTargetProblem } from "./target-fields";
import { statusWords, tone } from "./words";

/** Whether nothing is left to ask about. */
function isFollowed({ sent }: Sending): boolean {
  return sent.every(({ progress }) => progress.finished);
}

function heading(state: Sending, counts: Counts): string {
  const { step, trouble, test } = state;
  const what = test === undefined ? "" : "Test: ";
  if (step === "finished") {
    const failures = failed(counts);
    return what + (failures > 0 ? `Done, ${count(failures, "failure")}` : "Done");
  }
  if (step === "stopped" && isFollowed(state)) return `${what}${count(notSent(state), "message")} not sent`;
  if (step === "stopped") return `${what}Not following any more`;
  if (step === "refused" || step === "unknown") return `${what}Stopped`;
  if (step === "waiting") return `${what}Waiting`;
  return what + (trouble ? "Still following" : "Sending");
}

function ByStatus({ byStatus }: Counts) {
  return (
    <ul class="by-status">
      {[...byStatus].map(([status, number]) => (
        <li key={status}>
          <span class={`dot log-${tone(status)}`} />
          {figures(number)} {statusWords(status)}
        </li>
      ))}
    </ul>
  );
}

/** After a reload the JWT is gone, as it should be; the job's own host and stream are known to be sound. */
function followAgain(): void {
  try {
    sendRequest({ host: location.origin, streamId: "any", jwt: jwt.peek() }, "{}");
  } catch (error) {
    return focusTargetProblem(problemFrom(error).code);
  }
  resume(jwt.peek());
}

/** Where the sending stands stopped with nothing to follow, what is left goes out only after a question. */
function Continue({ state }: { state: Sending }) {
  if (state.step === "stopped" && isFollowed(state) && notSent(state) > 0 && state.text !== "") {
    return (
      <button type="button" class="link" onClick={askToSendRest}>
        Send the other {figures(notSent(state))}…
      </button>
    );
  }
  if (state.step !== "stopped") return null;
  return (
    <button type="button" class="link" onClick={followAgain}>
      Follow again
    </button>
  );
}

function Steps({ state }: { state: Sending }) {
  const { parts, next, step } = state;
  if (parts.length < 2) return null;
  const words = step === "finished" ? "all sent" : `${next} sent`;
  return (
    <p class="faint time-left">
      {count(parts.length, "request")}, one after another: {words}
      {step === "posting" && `, number ${next + 1} is being handed over`}
    </p>
  );
}

/** Which bytes went out, for whoever wants to prove it. */
function Sent({ state }: { state: Sending }) {
  const sent = state.sent.filter(({ part }) => part.sha256 !== "");
  return (
    <details class="sent-bytes">
      <summary>{state.sent.length === 1 ? `Job ${state.sent[0]?.job._id}` : count(state.sent.length, "job")}</summary>
      <ul>
        {sent.map(({ part, job }) => (
          <li key={job._id}>
            {state.sent.length > 1 && <span class="job-name">Job {job._id}: </span>}
            {count(part.bytes, "byte")} sent, SHA-256 <code class="digest">{part.sha256}</code>
          </li>
        ))}
      </ul>
    </details>
  );
}

function Follow({ state }: { state: Sending }) {
  const { step, trouble } = state;
  const counts = counted(state);
  const { done, total } = counts;
  const tone = failed(counts) > 0 ? " follow-failures" : "";
  return (
    <div class={`outcome follow follow-${step}${tone}`}>
      <div class="follow-head">
        <p class="outcome-title">{heading(state, counts)}</p>
        <p>
          {figures(done)} of {figures(total)}
          <span class="visually-hidden"> messages</span>
        </p>
        {step === "following" && (
          <button type="button" class="link" onClick={stopFollowing}>
            Stop following
          </button>
        )}
        <Continue state={state} />
      </div>
      <progress max={Math.max(1, total)} value={Math.min(done, total)} aria-label="Messages done" />
      <Steps state={state} />
      {step === "following" && <p class="faint time-left">{timeLeft(state, done, total, performance.now())}</p>}
      {trouble && (
        <p class="problem-note" role="status">
          <Sentence of={trouble.message} /> <Sentence of={trouble.hint} />
          {step === "following" && " The page keeps asking."}
        </p>
      )}
      <ByStatus {...counts} />
      <Log />
      <Retry />
      <Sent state={state} />
    </div>
  );
}

/** What comes is longer than what stood there: whoever waits for it need not scroll to it. */
function showNews(): void {
  const region = document.getElementById(OUTCOME);
  if (region?.contains(document.activeElement)) region.scrollIntoView({ block: "nearest" });
}

export function Outcome({ state }: { state: Sending }) {
  const { step, failure } = state;
  useEffect(showNews, [step]);
  return (
    <>
      {failure && step === "refused" && <Refused failure={failure} state={state} />}
      {failure && step === "waiting" && <Waiting failure={failure} state={state} />}
      {failure && step === "unknown" && <Unknown failure={failure} state={state} />}
      {(state.sent.length > 0 || step === "stopped") && <Follow state={state} />}
      {state.sent.length === 0 && step === "posting" && (
        <p class="outcome">
          Handing it over…
        </p>
      )}
    </>
  );
}
