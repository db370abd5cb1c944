/** Why a request was not accepted, or may not have been, and what the author can do. */
import type { Failure } from "notify-preflight";
import { useEffect, useState } from "preact/hooks";
import { count, figures, Sentence } from "../controls/words";
import { giveUp, stopWaiting } from "./delivery";
import { askToSendRest } from "./ready";
import { notSent, type Sending } from "./sending";

interface Props {
  failure: Failure;
  state: Sending;
}

function Said({ failure }: Pick<Props, "failure">) {
  return (
    <>
      <p class="outcome-title">
        <Sentence of={failure.message} />
      </p>
      {failure.said && (
        <p class="outcome-said">
          The server says: <Sentence of={failure.said} />
        </p>
      )}
    </>
  );
}

function SaidWithAdvice({ failure, state }: Props) {
  return (
    <>
      <Said failure={failure} />
      <p>
        <Sentence of={failure.hint} />
        {failure.retryAfter !== undefined && ` The server asks to wait ${count(failure.retryAfter, "second")}.`}
        {state.offline && " The browser says that this computer is offline: check its network connection."}
      </p>
    </>
  );
}

/** What of a larger sending this failure leaves undone. */
function Left({ state }: { state: Sending }) {
  if (state.parts.length < 2) return null;
  return (
    <p>
      Request {state.next + 1} of {state.parts.length} was not accepted. {count(notSent(state), "recipient")}
      {notSent(state) === 1 ? " has" : " have"} not been sent to; nothing more goes out until you say so.
    </p>
  );
}

/** Where nothing has gone out, the button above sends the draft as it is corrected. */
export function Refused(props: Props) {
  return (
    <div class="outcome note-box note-box-error" role="alert">
      <SaidWithAdvice {...props} />
      <Left state={props.state} />
      {props.state.next > 0 && (
        <p class="outcome-choices">
          <button type="button" class="button small" onClick={askToSendRest}>
            Send the other {figures(notSent(props.state))}…
          </button>
        </p>
      )}
    </div>
  );
}

/** How long until a moment, in seconds that count down. */
function useCountdown(until: number): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const clock = setInterval(() => setNow(Date.now()), 250);
    return () => clearInterval(clock);
  }, [until]);
  return Math.max(0, Math.ceil((until - now) / 1000));
}

/** It surely was not accepted, so it may go again by itself. */
export function Waiting(props: Props) {
  const { failure, state } = props;
  const seconds = useCountdown(state.again ?? 0);
  return (
    <div class="outcome note-box note-box-warning">
      <div role="alert">
        <Said failure={failure} />
      </div>
      <p class="outcome-choices">
        <span role="timer">The page tries again by itself in {seconds} s.</span>
        <button type="button" class="button small" onClick={stopWaiting}>
          Do not try again
        </button>
      </p>
    </div>
  );
}

/** Nobody but the author can find out, so nobody but the author decides. */
export function Unknown(props: Props) {
  const { state } = props;
  const part = state.parts[state.next];
  return (
    <div class="outcome note-box note-box-warning" role="alert">
      <p class="outcome-unknown">Unknown: sent or not</p>
      <SaidWithAdvice {...props} />
      {state.parts.length > 1 && (
        <p>
          This is about request {state.next + 1} of {state.parts.length}
          {part && `, to ${count(part.recipients, "recipient")}`}.
        </p>
      )}
      <p class="outcome-choices">
        {part && (
          <button type="button" class="button small" onClick={askToSendRest}>
            It did not arrive: send again…
          </button>
        )}
        <button type="button" class="button small" onClick={giveUp}>
          It arrived, or leave it: do not send again
        </button>
      </p>
    </div>
  );
}
