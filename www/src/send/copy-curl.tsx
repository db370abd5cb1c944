/** The same requests as commands for a shell, the JWT left out. */
import { signal } from "@preact/signals";
import { curl } from "notify-preflight";
import { text } from "../document";
import { requestsFor } from "./ready";

/** What came of copying; a text that the browser would not copy is shown, to be copied by hand. */
const copied = signal<{ of: string; command?: string } | undefined>(undefined);

async function copy(): Promise<void> {
  const requests = await requestsFor();
  if (!requests) return;
  const of = text.peek();
  const command = requests.map(curl).join("\n");
  try {
    await navigator.clipboard.writeText(command);
    copied.value = { of };
  } catch {
    copied.value = { of, command };
  }
}

export function CopyCurl() {
  return (
    <button type="button" class="link" onClick={() => void copy()}>
      Copy as curl
    </button>
  );
}

export function CopiedCurl() {
  const state = copied.value;
  if (!state || state.of !== text.value) return null;
  return (
    <div role="status">
      <p class="help">
        {state.command === undefined ? "Copied." : "The browser does not let the page copy: copy it by hand."} The command
        takes the JWT from the environment variable <code>NOTIFY_JWT</code>.
      </p>
      {state.command !== undefined && <textarea class="mono" readOnly rows={5} value={state.command} aria-label="curl command" />}
    </div>
  );
}
