import { computed, effect, signal } from "@preact/signals";
import { useState } from "preact/hooks";
import { type PreflightErrorCode, sendRequest } from "notify-preflight";
import { plain, sentence } from "../controls/words";
import { expiry } from "./expiry";
import { routed, upstreams } from "./route";
import { sending } from "./sending";
import { host, jwt, streamId, targetProblem } from "./target";

const FIELD_OF: Partial<Record<PreflightErrorCode | "other", string>> = {
  "invalid-host": "host",
  "invalid-stream-id": "stream",
  "invalid-jwt": "jwt",
};

/** Whether the three fields are shown; where all is filled in already, a line that names the target is enough. */
const opened = signal<boolean | undefined>(undefined);

/** Set once the author has tried to send: from then on an empty field is a problem too. */
const tried = signal(false);

/** A host that this page's server is not, and does not pass on to: a browser does not let the page call it. */
const foreignHost = computed<string | undefined>(() => {
  try {
    const request = sendRequest({ host: host.value, streamId: "st", jwt: "x" }, "{}");
    return routed(request) ? undefined : new URL(request.url).origin;
  } catch {
    return undefined;
  }
});

/** Lead the author to the field that `code` is about. */
export function focusTargetProblem(code: PreflightErrorCode | "other"): void {
  tried.value = true;
  opened.value = true;
  // The fields are in the page once it has been drawn again.
  requestAnimationFrame(() => document.getElementById(FIELD_OF[code] ?? "host")?.focus());
}

// A refusal mostly means that one of the three is wrong.
effect(() => {
  const step = sending.value?.step;
  if (step === "refused") opened.value = true;
});

function problemAt(field: string, value: string): string | undefined {
  const problem = targetProblem.value;
  if (!problem || FIELD_OF[problem.code] !== field || (value === "" && !tried.value)) return undefined;
  return plain(sentence(problem.message));
}

interface TargetFieldProps {
  id: string;
  label: string;
  secret?: boolean;
  value: string;
  placeholder?: string;
  help?: string | undefined;
  /** What is wrong beside what the core says. */
  trouble?: string | undefined;
  onInput: (value: string) => void;
}

function TargetField({ id, label, secret = false, value, placeholder = "", help, trouble, onInput }: TargetFieldProps) {
  const problem = problemAt(id, value) ?? trouble;
  const common = {
    id,
    value,
    placeholder,
    autocomplete: "off" as const,
    spellcheck: false,
    "aria-invalid": problem ? true : undefined,
    "aria-describedby": problem || help ? `${id}-about` : undefined,
    onInput: (event: { currentTarget: { value: string } }) => onInput(event.currentTarget.value),
  };
  return (
    <div class={`field field-${id}`}>
      <label class="label" for={id}>
        {label}
      </label>
      {secret ? <input type="password" {...common} /> : <input type="text" {...common} />}
      {(problem || help) && (
        <p id={`${id}-about`} class={problem ? "problem-note" : "help"}>
          {problem || help}
        </p>
      )}
    </div>
  );
}

function ForeignHost({ origin }: { origin: string }) {
  return (
    <div class="note-box" role="status">
      <p>A browser does not let this page call {origin} directly. Start the page’s own server as a relay to it:</p>
      <pre>notify-preflight serve {[...upstreams.value, origin].map((one) => `--upstream ${one}`).join(" ")}</pre>
      <p>and open the link that it prints.</p>
    </div>
  );
}

/** Where there are several upstreams the author chooses; one that is no longer passed on to stays to be seen. */
function HostField() {
  const known = upstreams.value;
  if (known.length < 2 || !known.includes(host.value)) {
    return <TargetField id="host" label="Host" value={host.value} onInput={(value) => (host.value = value)} />;
  }
  return (
    <div class="field field-host">
      <label class="label" for="host">
        Host
      </label>
      <select id="host" value={host.value} onChange={(event) => (host.value = event.currentTarget.value)}>
        {known.map((origin) => (
          <option key={origin} value={origin}>
            {origin}
          </option>
        ))}
      </select>
    </div>
  );
}

function Summary() {
  return (
    <summary>
      <span class="target-words">
        To <strong>{streamId.value || "no stream yet"}</strong> at {host.value || "no host yet"}
      </span>
      <span class="target-change" aria-hidden="true" />
    </summary>
  );
}

/** Host, stream and JWT. */
export function TargetFields() {
  const [atFirst] = useState(() => targetProblem.peek() !== undefined);
  return (
    <details
      class="target"
      open={opened.value ?? atFirst}
      onToggle={(event) => {
        opened.value = event.currentTarget.open;
      }}
    >
      <Summary />
      <div class="target-fields">
        <HostField />
        <TargetField
          id="stream"
          label="Stream ID"
          placeholder="st-…"
          value={streamId.value}
          onInput={(value) => (streamId.value = value)}
        />
        <TargetField
          id="jwt"
          label="JWT"
          secret
          placeholder="kept in memory only"
          value={jwt.value}
          help={expiry.value?.words}
          trouble={expiry.value?.hasPassed ? expiry.value.words : undefined}
          onInput={(value) => (jwt.value = value)}
        />
      </div>
      {foreignHost.value && <ForeignHost origin={foreignHost.value} />}
    </details>
  );
}
