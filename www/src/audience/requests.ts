/** A payload of too many recipients: how many requests it takes. */
import { computed } from "@preact/signals";
import { report } from "../analysis";

/** The core's words on how many requests it takes; undefined where one will do. */
export const splitAdvice = computed(() => {
  const tooMany = report.value.diagnostics.find((diagnostic) => diagnostic.code === "too-many-identities");
  return tooMany && { message: tooMany.message, hint: tooMany.hint };
});
