/** A JSON message as the platform gets it. */
import type { FilledMessage, Json } from "notify-preflight";
import type { ComponentChildren } from "preact";
import { entries, item, type Node, written as writtenAt } from "../json/tree";
import { type Parameters, stretchesOf } from "./stretches";
import { MarkedText } from "./text";

const STEP = "  ";

interface Member {
  key?: string;
  value: Json;
  source: Node | undefined;
}

/** The members in the author's order: JavaScript objects put keys such as "1" first. */
function membersOf(value: Json[] | { [key: string]: Json }, source: Node | undefined): Member[] {
  if (Array.isArray(value)) return value.map((entry, index) => ({ value: entry, source: item(source, index) }));
  const sources = new Map(entries(source).map((entry) => [entry.key, entry.value]));
  const keys = sources.size === Object.keys(value).length ? [...sources.keys()] : Object.keys(value);
  return keys.flatMap((key) => {
    const member = value[key];
    return member === undefined ? [] : [{ key, value: member, source: sources.get(key) }];
  });
}

/** A number with the digits the author wrote, which a JavaScript number may not keep. */
function asWritten(value: Json, source: Node | undefined, written: string | undefined): string {
  if (typeof value !== "number" || source?.type !== "number" || written === undefined) return String(value);
  return writtenAt(written, source);
}

/** Each part is escaped by itself: in escaped text the core's places would not hold. */
const escaped = (part: string) => JSON.stringify(part).slice(1, -1);

type ValueProps = Omit<Member, "key"> & { indent: string; written: string | undefined; parameters: Parameters };

function Value({ value, source, indent, written, parameters }: ValueProps): ComponentChildren {
  if (typeof value === "string") {
    return (
      <span class="json-text">
        "<MarkedText text={value} stretches={stretchesOf(value, source, parameters)} write={escaped} />"
      </span>
    );
  }
  if (value === null || typeof value !== "object") return <span class="json-number">{asWritten(value, source, written)}</span>;
  const inner = indent + STEP;
  const members = membersOf(value, source);
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  if (members.length === 0) return `${open}${close}`;
  return (
    <>
      {open}
      {members.map((member, index) => (
        <span key={index}>
          {`${index > 0 ? "," : ""}\n${inner}`}
          {member.key !== undefined && (
            <>
              <span class="json-key">{JSON.stringify(member.key)}</span>
              {": "}
            </>
          )}
          <Value value={member.value} source={member.source} indent={inner} written={written} parameters={parameters} />
        </span>
      ))}
      {`\n${indent}${close}`}
    </>
  );
}

interface Props {
  value: Exclude<FilledMessage, string>;
  /** The message in the document, of which `value` is the filled form. */
  source: Node | undefined;
  /** The text that `source` stands in. */
  written: string | undefined;
  parameters: Parameters;
}

export function JsonMessage({ value, source, written, parameters }: Props) {
  return (
    <pre class="json-message" tabIndex={0} role="group" aria-label="Message as JSON">
      <Value value={value} source={source} indent="" written={written} parameters={parameters} />
    </pre>
  );
}
