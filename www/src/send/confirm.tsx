import { useEffect, useRef } from "preact/hooks";
import { count, Sentence } from "../controls/words";
import { text } from "../document";
import { channelWords } from "../payload";
import { Badge, reach } from "./badge";
import { send, sendRest, sentText } from "./delivery";
import { environment } from "./environment";
import { expiry } from "./expiry";
import type { Ready } from "./ready";
import { upstreams } from "./route";
import { focusOutcome, sending } from "./sending";

interface Props {
  ready: Ready;
  /** The question is answered, or taken back. */
  onOver: () => void;
}

const MOST_WARNINGS = 3;
const MOST_DIGESTS = 3;

/** The host that the messages reach in the end. */
function hostWords(ready: Ready): string {
  const { origin } = new URL(ready.url);
  const to = origin === location.origin ? upstreams.value.join(", ") : origin;
  return environment.value.mode === "relay" ? `${to} (through ${location.origin})` : origin;
}

function title({ recipients, parts, test, isRest }: Ready): string {
  // What is left of a sending need not be of the channel that the draft has by now.
  const channel = channelWords.value && !isRest ? ` by ${channelWords.value.name}` : "";
  const isPart = isRest && parts.length < (sending.value?.parts.length ?? 0);
  if (test !== undefined) return `Send a test${channel} to ${test} alone?`;
  return `Send ${isPart ? "the other " : ""}${count(recipients, "message")}${channel}?`;
}

/** What the warnings are about; all of them stand in the problems panel. */
function Warnings({ report }: Ready) {
  const number = report.totals.warning;
  if (number === 0) return <dd>none</dd>;
  const warnings = report.diagnostics.filter(({ severity }) => severity === "warning").slice(0, MOST_WARNINGS);
  return (
    <dd>
      <p>{count(number, "warning")}</p>
      <ul class="confirm-warnings">
        {warnings.map(({ message }, index) => (
          <li key={index}>
            <Sentence of={message} />
          </li>
        ))}
        {number > warnings.length && <li>and {count(number - warnings.length, "more", "more")}</li>}
      </ul>
    </dd>
  );
}

function Digests({ parts }: Ready) {
  return (
    <>
      {parts.slice(0, MOST_DIGESTS).map((part) => (
        <dd key={part.from}>
          {count(part.bytes, "byte")}, SHA-256 <code class="digest">{part.sha256}</code>
        </dd>
      ))}
      {parts.length > MOST_DIGESTS && <dd>and {count(parts.length - MOST_DIGESTS, "more request")}</dd>}
    </>
  );
}

/** What a person would want to be told before saying yes. */
function Doubts({ ready }: { ready: Ready }) {
  const before = sending.value;
  const isUnknown = ready.isRest && before?.step === "unknown";
  const wasTested = !ready.isRest && ready.test === undefined && before?.test !== undefined && before.sent.length > 0;
  const doubts = [
    sentText.value === ready.text && !ready.isRest && "You have sent exactly this before. Sending again notifies everyone twice.",
    ready.isRest && text.value !== ready.text && "The draft is another by now: this goes out as you first confirmed it.",
    isUnknown && "If the request did arrive after all, sending it again notifies its recipients twice.",
    wasTested && `${before.test} has got a test already, and gets the message once more.`,
    expiry.value?.hasPassed && "The JWT says that it has expired: the platform will most likely refuse it.",
  ];
  return (
    <>
      {doubts.filter(Boolean).map((doubt) => (
        <p class="strip strip-warning">{doubt}</p>
      ))}
    </>
  );
}

function start({ target, text, parts, test, isRest }: Ready): void {
  void (isRest ? sendRest(target) : send(target, text, parts, test));
  focusOutcome();
}

/** The last question before anything leaves the page. */
export function Confirmation({ ready, onOver }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} class="confirm" aria-labelledby="confirm-title" onClose={onOver}>
      <h2 id="confirm-title">{title(ready)}</h2>
      <p class="confirm-reach">
        <Badge /> {reach()}
      </p>
      <dl>
        <dt>Host</dt>
        <dd>{hostWords(ready)}</dd>
        <dt>Stream</dt>
        <dd>{ready.target.streamId}</dd>
        {ready.parts.length > 1 && (
          <>
            <dt>Requests</dt>
            <dd>{ready.parts.length}, one after another; the next goes out when the one before is done</dd>
          </>
        )}
        <dt>Warnings</dt>
        <Warnings {...ready} />
        <dt>Bytes</dt>
        <Digests {...ready} />
      </dl>
      <Doubts ready={ready} />
      <div class="confirm-buttons">
        <button type="button" class="button" onClick={() => dialog.current?.close()}>
          Cancel
        </button>
        <button
          type="button"
          class={environment.value.mode === "sandbox" ? "button primary" : "button primary real"}
          // The second click of a double click on the button beneath must not say yes here.
          onClick={(event) => {
            if (event.detail > 1) return;
            onOver();
            start(ready);
          }}
        >
          Send {count(ready.recipients, "message")}
        </button>
      </div>
    </dialog>
  );
}
