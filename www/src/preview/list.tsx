/** Every recipient with the start of the message. */
import { answer, recipientCount, rowsOnScreen } from "../analysis";
import { choose, problemOf, selected } from "../chosen";
import { ChoiceList } from "../controls/list";
import { Mark } from "../controls/mark";
import { identityAt } from "../payload";

const ROW_HEIGHT = 48;
const MOST_ROWS = 4;
/** Half a row more says that the list goes on. */
const LEAST_ROWS = 1.5;

function Row({ index }: { index: number }) {
  const rows = answer.value?.rows ?? [];
  const row = rows[index - (rows[0]?.index ?? 0)];
  // Until the core has made a row, and where it makes none because the texts are too long, the form knows to whom it goes.
  const identity = row?.identity ?? identityAt(index);
  return (
    <>
      <span class="row-number">{index + 1}</span>
      <span class="row-main">
        <span class="row-title">{identity || <span class="faint">no identity</span>}</span>
        <span class="row-snippet">{row && (row.snippet || "(empty message)")}</span>
      </span>
      <span class="row-end">
        <Mark severity={problemOf(index)} />
      </span>
    </>
  );
}

function ask(from: number, to: number): void {
  const now = rowsOnScreen.peek();
  if (now.from !== from || now.to !== to) rowsOnScreen.value = { from, to };
}

export function RecipientList() {
  const total = recipientCount.value;
  return (
    <div
      class="preview-list"
      style={{
        height: `${Math.min(total, MOST_ROWS) * ROW_HEIGHT}px`,
        minHeight: `${Math.min(total, LEAST_ROWS) * ROW_HEIGHT}px`,
      }}
    >
      <ChoiceList
        id="preview"
        label="Recipients to preview"
        count={total}
        rowHeight={ROW_HEIGHT}
        selected={selected.value}
        onSelect={choose}
        onRows={ask}
        row={(index) => <Row index={index} />}
      />
    </div>
  );
}
