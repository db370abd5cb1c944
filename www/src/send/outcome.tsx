import type { Failure, Json, StatusLog } from "notify-preflight";
import { ReadingList } from "../controls/list";
import { count, Sentence } from "../controls/words";
import { delivery, type Following, resumeFollowing, stopFollowing } from "./delivery";
import { jwt } from "./target";
import { focusTargetProblem } from "./target-fields";

const ROW_HEIGHT = 48;

function FailureBox({ failure, kind }: { failure: Failure; kind: "error" | "warning" }) {
  return (
    <div class={`outcome note-box note-box-${kind}`} role="alert">
      <p class="outcome-title">
        <Sentence of={failure.message} />
      </p>
      {failure.said && (
        <p class="outcome-said">
          The server says: <Sentence of={failure.said} />
        </p>
      )}
      <p>
        <Sentence of={failure.hint} />
      </p>
    </div>
  );
}

/** Statuses are the platform's own words, and new ones may come: only the case is softened. */
function statusWords(status: string): string {
  const words = status.replaceAll("_", " ").toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function tone(status: string | undefined): string {
  if (status === "SUCCESS") return "good";
  return status === "FAILURE" || status === "FAILED" ? "bad" : "plain";
}

function timeOf(log: StatusLog): string {
  const time = new Date(log.createdOn ?? "");
  return Number.isNaN(time.getTime()) ? (log.createdOn ?? "") : time.toLocaleTimeString();
}

function asWords(value: Json | undefined): string {
  return typeof value === "string" ? value : value === undefined ? "" : JSON.stringify(value);
}

function LogRow({ log }: { log: StatusLog | undefined }) {
  if (!log) return null;
  return (
    <>
      <span class={`log-status log-${tone(log.status)}`}>{statusWords(asWords(log.status) || "unknown")}</span>
      <span class="row-main">
        <span class="log-line">
          <span class="row-title">{asWords(log.originalId) || "(no identity)"}</span>
          <span class="log-time">{timeOf(log)}</span>
        </span>
        <span class="row-snippet">{asWords(log.comments)}</span>
      </span>
    </>
  );
}

function failures({ progress }: Following): number {
  return progress.byStatus["FAILURE"] ?? 0;
}

function heading(state: Following): string {
  const { step, trouble } = state;
  const failed = failures(state);
  if (step === "finished") return failed > 0 ? `Done, ${count(failed, "failure")}` : "Done";
  if (step === "stopped") return "Not following any more";
  return trouble ? "Still following" : "Sending";
}

function Counts({ byStatus }: { byStatus: Record<string, number> }) {
  return (
    <ul class="by-status">
      {Object.entries(byStatus).map(([status, number]) => (
        <li key={status}>
          <span class={`dot log-${tone(status)}`} />
          {number.toLocaleString("en")} {statusWords(status)}
        </li>
      ))}
    </ul>
  );
}

/** After a reload the JWT is gone, as it should be. */
function followAgain(): void {
  if (jwt.peek().trim() === "") focusTargetProblem("invalid-jwt");
  else resumeFollowing(jwt.peek());
}

function Follow({ state }: { state: Following }) {
  const { progress, logs, job, step, trouble } = state;
  return (
    <div class={`outcome follow follow-${step}${failures(state) > 0 ? " follow-failures" : ""}`}>
      <div class="follow-head">
        <p class="outcome-title">{heading(state)}</p>
        <p aria-live="polite">
          {progress.done.toLocaleString("en")} of {progress.total.toLocaleString("en")}
          <span class="visually-hidden"> messages{step === "finished" ? ", finished" : ""}</span>
        </p>
        {step === "following" && (
          <button type="button" class="link" onClick={stopFollowing}>
            Stop following
          </button>
        )}
        {step === "stopped" && (
          <button type="button" class="link" onClick={followAgain}>
            Follow again
          </button>
        )}
      </div>
      <progress max={Math.max(1, progress.total)} value={Math.min(progress.done, progress.total)} aria-label="Messages done" />
      {trouble && (
        <p class="problem-note" role="status">
          <Sentence of={trouble.message} /> <Sentence of={trouble.hint} />
          {step === "following" && " The page keeps asking."}
        </p>
      )}
      <Counts byStatus={progress.byStatus} />
      <div class="log-frame" style={{ height: `${Math.min(Math.max(logs.length, 1), 3) * ROW_HEIGHT}px` }}>
        <ReadingList
          label="What became of each message"
          count={logs.length}
          rowHeight={ROW_HEIGHT}
          row={(index) => <LogRow log={logs[index]} />}
        />
      </div>
      <p class="faint job">Job {job._id}</p>
    </div>
  );
}

/** What came of the sending, so far. */
export function Outcome() {
  const state = delivery.value;
  if (!state) return null;
  switch (state.step) {
    case "posting":
      return (
        <p class="outcome" role="status">
          Handing it over…
        </p>
      );
    case "refused":
      return <FailureBox failure={state.failure} kind="error" />;
    case "unknown":
      return <FailureBox failure={state.failure} kind="warning" />;
    default:
      return <Follow state={state} />;
  }
}
