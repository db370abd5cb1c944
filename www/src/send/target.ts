/** Where to send. Lives in memory alone: the JWT is never stored, nor left in the address. */
import { computed, signal } from "@preact/signals";
import { PreflightError, type PreflightErrorCode, sendRequest } from "notify-preflight";

export const host = signal(location.origin);
export const streamId = signal("");
export const jwt = signal("");

/** Read `#stream=…&token=…`, as the server's own link has it, and take it out of the address. */
export function takeFragment(): void {
  const fragment = new URLSearchParams(location.hash.slice(1));
  const stream = fragment.get("stream");
  const token = fragment.get("token");
  if (stream === null && token === null) return;
  streamId.value = stream ?? "";
  jwt.value = token ?? "";
  history.replaceState(null, "", location.pathname + location.search);
}

export interface TargetProblem {
  code: PreflightErrorCode | "other";
  message: string;
}

/** What `sendRequest` says of the three fields. A field still empty is no mistake of the author's yet. */
export const targetProblem = computed<TargetProblem | undefined>(() => {
  const target = { host: host.value, streamId: streamId.value, jwt: jwt.value };
  try {
    sendRequest(target, "{}");
    return undefined;
  } catch (error) {
    return problemFrom(error);
  }
});

export function problemFrom(error: unknown): TargetProblem {
  if (error instanceof PreflightError) return { code: error.code, message: error.message };
  return { code: "other", message: error instanceof Error ? error.message : String(error) };
}
