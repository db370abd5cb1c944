/** The different texts that recipients get, the rarest first: what only a few get is what goes wrong unseen. */
import { answer, summary } from "../analysis";
import { choose, selected } from "../chosen";
import { count } from "../controls/words";
import type { TextGroup } from "../core/protocol";

function Text({ group }: { group: TextGroup }) {
  const { recipients, characters, snippet } = group;
  const first = recipients.first[0] ?? 0;
  const shown = recipients.first.includes(selected.value);
  return (
    <li>
      <button type="button" class="text-group" aria-current={shown} onClick={() => choose(first)}>
        <span class="text-count">{count(recipients.count, "recipient")}</span>
        <span class="text-snippet">{snippet || "(empty message)"}</span>
        <span class="text-length">{count(characters, "character")}</span>
      </button>
    </li>
  );
}

export function DistinctTexts() {
  const groups = answer.value?.groups ?? [];
  const distinct = summary.value?.distinct ?? 0;
  const total = summary.value?.recipients ?? 0;
  if (total < 2) return null;
  const rarest = [...groups].sort((one, other) => one.recipients.count - other.recipients.count);
  return (
    <details class="texts">
      <summary>
        {distinct === 1 ? "All get the same text" : distinct === total ? "All get different texts" : count(distinct, "different text")}
      </summary>
      <ul aria-label="Different texts">
        {rarest.map((group) => (
          <Text key={group.recipients.first[0]} group={group} />
        ))}
      </ul>
      {groups.length < distinct && <p class="help">The {groups.length} most common of them are listed.</p>}
    </details>
  );
}
