import { useEffect, useState } from "preact/hooks";
import { type Node, readTree, written } from "../json/tree";
import { CONTROL } from "./locate";
import { TextField } from "./text-field";
import { snapshot } from "../outline";
import { setMessageWritten } from "../payload";

/** The indentation that all lines but the first have in common. */
function commonIndent(text: string, node: Node): string {
  const start = text.lastIndexOf("\n", node.offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(start, node.offset))?.[0] ?? "";
}

function isObjectOrList(json: string): boolean {
  const type = readTree(json)?.type;
  return type === "object" || type === "array";
}

/**
 * A message in the channel's own shape. What is typed goes into the document once it is readable; until then it stays
 * here, and the document keeps the last readable value.
 */
export function JsonValue({ node }: { node: Node }) {
  const text = snapshot.value?.text ?? "";
  const indent = commonIndent(text, node);
  const inDocument = written(text, node).replaceAll(`\n${indent}`, "\n");
  const [draft, setDraft] = useState<string | undefined>(undefined);

  useEffect(() => setDraft(undefined), [inDocument]);

  const onInput = (json: string) => {
    if (!isObjectOrList(json)) return setDraft(json);
    setDraft(undefined);
    setMessageWritten(json.trim().replaceAll("\n", `\n${indent}`));
  };

  return (
    <TextField
      id={CONTROL.message}
      label="Message"
      hideLabel
      language="json"
      rows={8}
      value={draft ?? inDocument}
      onInput={onInput}
      help="JSON. Its texts may hold placeholders such as {name}."
      problem={draft === undefined ? undefined : "Not readable as JSON yet: the last readable value stays in force."}
    />
  );
}
