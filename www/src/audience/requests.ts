/** A payload of too many recipients, as the requests that it takes: each with the author's own text, in order. */
import { computed } from "@preact/signals";
import { report } from "../analysis";
import { ask } from "../core/asking";

/** The core's words on how many requests it takes; undefined where one will do. */
export const splitAdvice = computed(() => {
  const tooMany = report.value.diagnostics.find((diagnostic) => diagnostic.code === "too-many-identities");
  return tooMany && { message: tooMany.message, hint: tooMany.hint };
});

/** Cut in a worker of its own: a payload of 100,000 recipients has megabytes. */
export function requestsOf(payload: string): Promise<readonly string[]> {
  return ask({ kind: "split", payload });
}
