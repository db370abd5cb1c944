/** What stands in the list's place where there is nothing to list, and what to do then. */
import { curl, sendRequest } from "notify-preflight";
import { CopyButton } from "../controls/copy";
import { Sentence } from "../controls/words";
import { EVERYTHING } from "./calls";
import { filter, load, narrow, trouble } from "./messages";
import { channelName } from "./channel";
import { PageLink } from "./page-link";

const FIRST = JSON.stringify({
  channel: "whatsapp",
  message: { type: "text", value: "Hello {name}" },
  identities: [{ phoneNumber: "+4915550000001", parameters: { name: "Ada" } }],
});

/** Any stream will do; the command takes the token from the environment. */
function firstCommand(): string {
  return curl(sendRequest({ host: location.origin, streamId: "st-sandbox", jwt: "token" }, FIRST));
}

export function NothingSent() {
  const command = firstCommand();
  return (
    <div class="empty inbox-empty">
      <h2>Nothing has been sent yet</h2>
      <p>
        <PageLink>Write a message on the page</PageLink> and send it, or send one from a shell. What its recipients get
        appears here at once.
      </p>
      <div class="command">
        <pre tabIndex={0} aria-label="Command that sends a message">
          {command}
        </pre>
        <CopyButton label="Copy the command" text={command} />
      </div>
      <p class="help">
        <code>NOTIFY_JWT</code> is what stands after <code>token=</code> in the link that <code>notify-preflight serve</code>{" "}
        has printed: <code>export NOTIFY_JWT=…</code>
      </p>
    </div>
  );
}

export function NothingFound() {
  const { search, channel } = filter.value;
  return (
    <div class="empty inbox-empty">
      <h2>Nothing found</h2>
      <p>
        {search === "" ? "No message is there" : `No identity and no text has “${search}” in it`}
        {channel === "" ? "." : `, by ${channelName(channel)}.`}
      </p>
      <p>
        <button type="button" class="button" onClick={() => narrow(EVERYTHING)}>
          Show all messages
        </button>
      </p>
    </div>
  );
}

export function Unreachable() {
  return (
    <div class="empty inbox-empty" role="alert">
      <h2>The messages are not there</h2>
      <p>
        <Sentence of={trouble.value ?? ""} />
      </p>
      <p>
        <button type="button" class="button" onClick={() => void load()}>
          Try again
        </button>
      </p>
    </div>
  );
}

export function NoSandbox({ upstream }: { upstream: readonly string[] }) {
  return (
    <main class="fallback">
      <h1>There is no inbox here</h1>
      <p>
        This server passes messages on to {upstream.join(", ") || "the real platform"}: they reach people, and only their
        phones have an inbox.
      </p>
      <p>
        For a sandbox, which keeps all messages to itself, start <code>notify-preflight serve</code> without{" "}
        <code>--upstream</code>.
      </p>
      <p>
        <PageLink>Back to the page</PageLink>
      </p>
    </main>
  );
}
