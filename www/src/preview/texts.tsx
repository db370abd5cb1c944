/** The different texts that recipients get, the rarest first: what only a few get is what goes wrong unseen. */
import { computed } from "@preact/signals";
import { answer, recipientCount, summary } from "../analysis";
import { choose, selected } from "../chosen";
import { count } from "../controls/words";
import type { TextGroup } from "../core/protocol";
import { trailing } from "../moments";

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

/** A frame behind: the list is mostly folded away, and what is seen comes first. */
const groups = trailing(computed(() => answer.value?.groups ?? []));

function List({ distinct }: { distinct: number }) {
  const rarest = [...groups.value].sort((one, other) => one.recipients.count - other.recipients.count);
  return (
    <>
      <ul aria-label="Different texts">
        {rarest.map((group) => (
          <Text key={group.recipients.first[0]} group={group} />
        ))}
      </ul>
      {rarest.length < distinct && <p class="help">The {rarest.length} most common of them are listed.</p>}
    </>
  );
}

const distinctTexts = computed(() => summary.value?.distinct ?? 0);

export function DistinctTexts() {
  const [distinct, total] = [distinctTexts.value, recipientCount.value];
  if (total < 2) return null;
  return (
    <details class="texts">
      <summary>
        {distinct === 1 ? "All get the same text" : distinct === total ? "All get different texts" : count(distinct, "different text")}
      </summary>
      <List distinct={distinct} />
    </details>
  );
}
