import { errorsInTheWay, recipientCount, requestCount } from "../analysis";
import { selected } from "../chosen";
import { later } from "../controls/later";
import { count } from "../controls/words";
import { identityAt } from "../payload";
import { ErrorSummary } from "../problems/summary";
import { Announcement } from "./announce";
import { Badge, reach } from "./badge";
import { CopiedCurl, CopyCurl } from "./copy-curl";
import { asking, askToSend, askToTest } from "./ready";
import { isBusy, OUTCOME, sending } from "./sending";
import { TargetFields } from "./target-fields";

const Outcome = later(async () => (await import("./outcome")).Outcome);
/** Nobody is asked before the page can say what came of it: the server may be gone by then. */
const Confirmation = later(async () => {
  const [{ Confirmation }] = await Promise.all([import("./confirm"), Outcome.fetch()]);
  return Confirmation;
});

function SendButton() {
  const errors = errorsInTheWay.value;
  const busy = isBusy();
  const label =
    errors > 0 ? `Fix ${count(errors, "error")} to send` : `Send to ${count(recipientCount.value, "recipient")}`;
  return (
    <button type="submit" class={errors > 0 ? "button wide" : "button primary wide"} disabled={busy}>
      {busy ? "Sending…" : label}
    </button>
  );
}

/** Ways to try the payload before it goes to everyone. */
function BeforeSending() {
  const whom = identityAt(selected.value) || `recipient ${selected.value + 1}`;
  const requests = requestCount.value;
  return (
    <div class="before-sending">
      {requests > 1 && <p class="help">Goes out as {requests} requests, one after another.</p>}
      {recipientCount.value > 1 && (
        <button type="button" class="link" disabled={isBusy()} onClick={() => void askToTest()}>
          Test with {whom} first
        </button>
      )}
      <CopyCurl />
    </div>
  );
}

/** Where to send, the button, and what came of it. */
export function SendPanel() {
  return (
    <section class="panel send-panel" aria-labelledby="send-title">
      <header class="panel-head">
        <h2 id="send-title">Send</h2>
        <Badge />
        <p class="aside">{reach()}</p>
      </header>
      <form
        class="send-form"
        autocomplete="off"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void askToSend();
        }}
      >
        <ErrorSummary />
        <TargetFields />
        <SendButton />
        <BeforeSending />
        <CopiedCurl />
      </form>
      <Announcement />
      {sending.value && (
        <div id={OUTCOME} role="region" aria-label="What became of the sending" tabIndex={-1}>
          <Outcome state={sending.value} />
        </div>
      )}
      {asking.value && <Confirmation ready={asking.value} onOver={() => (asking.value = undefined)} />}
    </section>
  );
}
