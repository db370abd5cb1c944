import { unreadable } from "../analysis";
import { redo, undo } from "../document";
import { editable } from "../outline";
import { DeliverySection } from "./delivery";
import { MessageSection } from "./message";
import { RecipientsSection } from "./recipients";

/** One undo history: the form's fields hand their undo keys to the document. */
function onKeyDown(event: KeyboardEvent): void {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
  const key = event.key.toLowerCase();
  if (key === "z" && !event.shiftKey) undo();
  else if (key === "y" || (key === "z" && event.shiftKey)) redo();
  else return;
  event.preventDefault();
}

/** What the form says while it cannot follow the JSON. */
function waitingFor(): string {
  const line = unreadable.value?.span?.line;
  if (line !== undefined) {
    return `The JSON stops being readable at line ${line}. The form shows what it last read, and goes on when the JSON is readable again. Nothing is lost.`;
  }
  return "The JSON is not an object with fields, so the form cannot show it. It shows what it last read.";
}

/** The form view of the document. */
export function FormPanel() {
  return (
    <section class="panel form-panel" aria-labelledby="form-title" onKeyDown={onKeyDown}>
      <header class="panel-head">
        <h2 id="form-title">Compose</h2>
      </header>
      {!editable.value && (
        <p class="strip strip-error" role="status">
          {waitingFor()}
        </p>
      )}
      <fieldset class="form-body" disabled={!editable.value}>
        <legend class="visually-hidden">Notification</legend>
        <DeliverySection />
        <MessageSection />
        <RecipientsSection />
      </fieldset>
    </section>
  );
}
