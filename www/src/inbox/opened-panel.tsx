/** The opened message in the look of its channel, or the opened job; the request beside it. */
import type { ComponentChildren } from "preact";
import { CrossIcon } from "../controls/icons";
import { count, figures, Sentence } from "../controls/words";
import { member } from "../json/tree";
import { identityCountIn, identityIn } from "../parts";
import { ChannelMessage } from "../preview/message";
import { statusWords, tone } from "../send/words";
import { replaying, sendAgain } from "./changes";
import { ChannelIcon, channelName } from "./channel";
import type { Message } from "./calls";
import { NothingSent } from "./empty";
import { isEmpty } from "./messages";
import { backToList, PANEL } from "./places";
import { ofJob, open, type Opened, opened, tally } from "./opened";
import { RequestView } from "./request";
import { Status } from "./status";
import { Time } from "./time";
import { valueOf } from "./value";

function ReplayButton({ job }: { job: string }) {
  return (
    <button type="button" class="button" disabled={replaying.value !== undefined} onClick={() => void sendAgain(job)}>
      {replaying.value === job ? "Sending again…" : "Replay the job"}
    </button>
  );
}

function Head({ title, children }: { title: ComponentChildren; children?: ComponentChildren }) {
  return (
    <header class="panel-head opened-head">
      <h2 id="opened-title">{title}</h2>
      {children}
      <button type="button" class="icon-button" aria-label="Close" title="Close (Escape)" onClick={backToList}>
        <CrossIcon />
      </button>
    </header>
  );
}

function Facts({ message, children }: { message: Message; children?: ComponentChildren }) {
  return (
    <dl class="facts">
      <dt>Channel</dt>
      <dd class="fact-channel">
        <ChannelIcon channel={message.channel} />
        {channelName(message.channel)}
      </dd>
      <dt>Stream</dt>
      <dd class="mono">{message.stream}</dd>
      <dt>Sent</dt>
      <dd>
        <Time at={message.createdOn} />
      </dd>
      {children}
    </dl>
  );
}

function Place({ message, request }: Opened) {
  const recipients = identityCountIn(request.payload?.root);
  return (
    <>
      <dt>Recipient</dt>
      <dd>{recipients > 0 ? `${figures(message.index + 1)} of ${figures(recipients)}` : message.index + 1}</dd>
      <dt>Job</dt>
      <dd>
        <button type="button" class="link mono" onClick={() => void open({ kind: "job", message })}>
          {message.job}
        </button>
      </dd>
    </>
  );
}

function Outcome({ message }: { message: Message }) {
  return (
    <p class="opened-outcome">
      <Status status={message.status} />
      {message.comments && (
        <span class="outcome-words">
          <Sentence of={message.comments} />
        </span>
      )}
    </p>
  );
}

function OpenedMessage(shown: Opened) {
  const { message, request } = shown;
  const identity = identityIn(request.payload?.root, message.index);
  return (
    <>
      <Head title={message.identity || "No identity"}>
        <ReplayButton job={message.job} />
      </Head>
      <div class="opened-body">
        <div class="opened-main">
          <Outcome message={message} />
          <ChannelMessage
            channel={message.channel}
            payload={request.payload}
            index={message.index}
            own={member(identity, "customMessage") !== undefined}
            message={valueOf(message)}
          />
          <Facts message={message}>
            <Place {...shown} />
          </Facts>
        </div>
        <RequestView request={request} index={message.index} />
      </div>
    </>
  );
}

function Tally() {
  if (!ofJob.value) return <p class="by-status faint">Counting…</p>;
  return (
    <ul class="by-status" aria-label="Messages by status">
      {[...tally.value].map(([status, number]) => (
        <li key={status} class={`log-${tone(status)}`}>
          <span class="dot" />
          {statusWords(status)}: {figures(number)}
        </li>
      ))}
    </ul>
  );
}

const MOST_FAILURES = 20;

/** What went wrong is what one looks for in a job. */
function Failures() {
  const failures = ofJob.value?.messages.filter(({ status }) => tone(status) === "bad") ?? [];
  if (failures.length === 0) return null;
  return (
    <>
      <h3>Failed</h3>
      <ul class="failures">
        {failures.slice(0, MOST_FAILURES).map((message) => (
          <li key={message.id}>
            <button type="button" class="link" onClick={() => void open({ kind: "message", message })}>
              {message.identity || "No identity"}
            </button>
            {message.comments && <span class="faint">{message.comments}</span>}
          </li>
        ))}
        {failures.length > MOST_FAILURES && <li class="faint">and {count(failures.length - MOST_FAILURES, "more", "more")}</li>}
      </ul>
    </>
  );
}

function OpenedJob({ message, request }: Opened) {
  return (
    <>
      <Head title={<span class="mono">{message.job}</span>}>
        <ReplayButton job={message.job} />
      </Head>
      <div class="opened-body">
        <div class="opened-main">
          <Tally />
          <Facts message={message}>
            <dt>Recipients</dt>
            <dd>{figures(identityCountIn(request.payload?.root))}</dd>
          </Facts>
          <Failures />
        </div>
        <RequestView request={request} index={undefined} />
      </div>
    </>
  );
}

function NothingChosen() {
  return (
    <p class="empty opened-none">Choose a message to see it as its recipient does, beside the request that it came with.</p>
  );
}

export function OpenedPanel() {
  const shown = opened.value;
  return (
    <section
      class="panel opened"
      id={PANEL}
      aria-labelledby={shown ? "opened-title" : undefined}
      aria-label={shown ? undefined : "Message"}
    >
      {!shown && (isEmpty.value ? <NothingSent /> : <NothingChosen />)}
      {shown?.kind === "message" && <OpenedMessage {...shown} />}
      {shown?.kind === "job" && <OpenedJob {...shown} />}
    </section>
  );
}
