import { signal } from "@preact/signals";
import { type ApiRequest, sendRequest, type Target } from "notify-preflight";
import { recipientCount, report, settled, trouble } from "../analysis";
import { count } from "../controls/words";
import { text } from "../document";
import { ErrorSummary, showErrorSummary } from "../problems/summary";
import { focusProblems } from "../problems/panel";
import { Badge, reach } from "./badge";
import { Confirmation } from "./confirm";
import { delivery, isBusy, send } from "./delivery";
import { Outcome } from "./outcome";
import { host, isOwnOrigin, jwt, problemFrom, streamId } from "./target";
import { focusTargetProblem, TargetFields } from "./target-fields";

/** A call that is ready and waits for the author's yes. It holds the very text that was previewed. */
export interface Ready {
  target: Target;
  request: ApiRequest;
  text: string;
  recipients: number;
  warnings: number;
}

const asking = signal<Ready | undefined>(undefined);

async function prepare(): Promise<void> {
  if (isBusy()) return;
  // What is asked about must be what the core has checked.
  await settled();
  if (trouble.peek() !== undefined) return focusProblems();
  if (!report.peek().valid) return showErrorSummary();
  const target = { host: host.peek(), streamId: streamId.peek(), jwt: jwt.peek() };
  try {
    const request = sendRequest(target, text.peek());
    if (!isOwnOrigin(request)) {
      focusTargetProblem("other");
      return;
    }
    asking.value = {
      target,
      request,
      text: text.peek(),
      recipients: recipientCount.peek(),
      warnings: report.peek().totals.warning,
    };
  } catch (error) {
    focusTargetProblem(problemFrom(error).code);
  }
}

function confirm(ready: Ready): void {
  asking.value = undefined;
  void send(ready.target, ready.request, ready.text);
}

function SendButton() {
  const { error } = report.value.totals;
  const busy = delivery.value?.step === "posting" || delivery.value?.step === "following";
  const label =
    error > 0 ? `Fix ${count(error, "error")} to send` : `Send to ${count(recipientCount.value, "recipient")}`;
  return (
    <button type="submit" class={error > 0 ? "button wide" : "button primary wide"} disabled={busy}>
      {busy ? "Sending…" : label}
    </button>
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
          void prepare();
        }}
      >
        <ErrorSummary />
        <TargetFields />
        <SendButton />
      </form>
      <Outcome />
      {asking.value && <Confirmation ready={asking.value} onYes={confirm} onNo={() => (asking.value = undefined)} />}
    </section>
  );
}
