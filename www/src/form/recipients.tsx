import { limits } from "notify-preflight";
import { choose, problemOf, selected } from "../chosen";
import { PlusIcon } from "../controls/icons";
import { later } from "../controls/later";
import { ChoiceList } from "../controls/list";
import { Mark } from "../controls/mark";
import { count, figures } from "../controls/words";
import { entries, member } from "../json/tree";
import { identityCount, identityNode } from "../outline";
import { addRecipient, channelWords, identityAt } from "../payload";
import { CONTROL, focusControl } from "./locate";

const ROW_HEIGHT = 36;

export const RecipientDetails = later(async () => (await import("./recipient")).RecipientDetails);

function Row({ index }: { index: number }) {
  const node = identityNode(index);
  const parameters = entries(member(node, "parameters")).length;
  const identity = identityAt(index);
  return (
    <>
      <span class="row-number">{index + 1}</span>
      <span class="row-main">{identity || <span class="faint">no {identityWord()} yet</span>}</span>
      <span class="row-end">
        {member(node, "customMessage") && <span class="tag">custom</span>}
        {parameters > 0 && <span class="faint">{count(parameters, "value")}</span>}
        <Mark severity={problemOf(index)} />
      </span>
    </>
  );
}

function identityWord(): string {
  const label = channelWords.value?.identityLabel ?? "identity";
  return label.charAt(0).toLowerCase() + label.slice(1);
}

/** Who it is comes first. */
function add(): void {
  addRecipient();
  requestAnimationFrame(() => focusControl(`/identities/${selected.peek()}`));
}

/** How many there are; of those that one request takes, where one takes them all. */
function totalWords(total: number): string {
  if (total === 0) return "";
  const words = figures(total);
  return total > limits.identities ? words : `${words} of ${figures(limits.identities)}`;
}

export function RecipientsSection() {
  const total = identityCount.value;
  return (
    <div class="section recipients" role="group" aria-labelledby={CONTROL.recipients}>
      <div class="section-head">
        <h3 id={CONTROL.recipients} tabIndex={-1}>Recipients</h3>
        <p class="aside">{totalWords(total)}</p>
        <button type="button" class="button small" onClick={add}>
          <PlusIcon />
          Add recipient
        </button>
      </div>
      {total === 0 ? (
        <p class="empty">Nobody yet. Add the first recipient, each by {identityWord()}, or import a CSV file under Audience.</p>
      ) : (
        <>
          <div class="list-frame" style={{ height: `${Math.min(total, 5) * ROW_HEIGHT + 2}px` }}>
            <ChoiceList
              id="to"
              label="Recipients to edit"
              count={total}
              rowHeight={ROW_HEIGHT}
              selected={selected.value}
              onSelect={choose}
              row={(index) => <Row index={index} />}
            />
          </div>
          <RecipientDetails key={selected.value} index={selected.value} />
        </>
      )}
    </div>
  );
}
