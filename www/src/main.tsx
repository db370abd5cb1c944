import { computed } from "@preact/signals";
import { render } from "preact";
import { connect, settled } from "./analysis";
import { App } from "./app";
import { fetchFirst, fetchTheRest } from "./controls/later";
import { ChoiceList } from "./controls/list";
import { prepare } from "./core/asking";
import { open } from "./document";
import { keepDraft, loadDraft } from "./draft";
import { extensions, learn } from "./editor/extensions";
import { followFaults } from "./faults/faults";
import { takeDrops } from "./files/drop";
import { openShared } from "./files/share";
import { RecipientDetails } from "./form/recipients";
import { TABS } from "./inbox/page-link";
import { identityCount } from "./outline";
import { Chosen, DistinctTexts } from "./preview/panel";
import { isCleanStart, recover } from "./recovery";
import { BLANK } from "./samples";
import { askServer, environment } from "./send/environment";
import { hasKept, sending } from "./send/sending";
import { takeFragment } from "./send/target";
import { CannotStart, startCore } from "./start";
import "./styles/index.css";

async function start(page: HTMLElement): Promise<void> {
  takeFragment();
  window.name = TABS.page;
  let core: WebAssembly.Module;
  try {
    core = await startCore();
  } catch (error) {
    page.replaceChildren();
    render(
      <CannotStart error={error}>
        <p>Your draft is kept.</p>
      </CannotStart>,
      page,
    );
    return;
  }
  open((await loadDraft()) ?? BLANK, extensions);
  keepDraft();
  connect(core);
  prepare(core);
  await openShared();
  // A link that is followed while the page is open changes the fragment alone.
  addEventListener("hashchange", () => {
    takeFragment();
    void openShared();
  });
  learn();
  takeDrops();
  if (hasKept()) await (await import("./send/delivery")).recallSending();
  await Promise.all([askServer(), settled()]);
  // How a sending fares may be due to faults that are new, or show that there are none any more.
  if (environment.peek().mode === "sandbox") followFaults(computed(() => sending.value?.step));
  // Where there are recipients, their parts come with the page rather than a moment after it.
  if (identityCount.peek() > 0) await fetchFirst([ChoiceList, RecipientDetails, Chosen, DistinctTexts]);
  page.replaceChildren();
  render(<App />, page);
  void fetchTheRest();
}

const page = document.getElementById("app");
if (page && isCleanStart()) void recover(page, "Start without the draft");
else if (page) start(page).catch((error: unknown) => recover(page, "The page could not open this draft", error));
