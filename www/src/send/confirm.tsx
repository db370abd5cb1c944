import { useEffect, useRef } from "preact/hooks";
import { count } from "../controls/words";
import { channelWords } from "../payload";
import { Badge, reach } from "./badge";
import { sentText } from "./delivery";
import { environment } from "./environment";
import type { Ready } from "./panel";

interface Props {
  ready: Ready;
  onYes: (ready: Ready) => void;
  onNo: () => void;
}

/** The host that the messages reach in the end. */
function hostWords(ready: Ready): string {
  const own = new URL(ready.request.url).origin;
  const server = environment.value;
  return server.mode === "relay" ? `${server.upstream.join(", ")} (through ${own})` : own;
}

/** The last question before anything leaves the page. */
export function Confirmation({ ready, onYes, onNo }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} class="confirm" aria-labelledby="confirm-title" onClose={onNo}>
      <h2 id="confirm-title">
        Send {count(ready.recipients, "message")}
        {channelWords.value ? ` by ${channelWords.value.name}` : ""}?
      </h2>
      <p class="confirm-reach">
        <Badge /> {reach()}
      </p>
      <dl>
        <dt>Host</dt>
        <dd>{hostWords(ready)}</dd>
        <dt>Stream</dt>
        <dd>{ready.target.streamId}</dd>
        <dt>Warnings</dt>
        <dd>{ready.warnings === 0 ? "none" : count(ready.warnings, "warning")}</dd>
      </dl>
      {sentText.value === ready.text && (
        <p class="strip strip-warning">You have sent exactly this before. Sending again notifies everyone twice.</p>
      )}
      <div class="confirm-buttons">
        <button type="button" class="button" onClick={() => dialog.current?.close()}>
          Cancel
        </button>
        <button
          type="button"
          class={environment.value.mode === "sandbox" ? "button primary" : "button primary real"}
          // The second click of a double click on the button beneath must not say yes here.
          onClick={(event) => event.detail <= 1 && onYes(ready)}
        >
          Send {count(ready.recipients, "message")}
        </button>
      </div>
    </dialog>
  );
}
