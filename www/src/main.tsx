import { render } from "preact";
import { connect, settled } from "./analysis";
import { App } from "./app";
import { prepare } from "./core/asking";
import { open } from "./document";
import { keepDraft, loadDraft } from "./draft";
import { followReport } from "./editor/diagnostics";
import { extensions } from "./editor/extensions";
import { followFaults } from "./faults/faults";
import { openShared } from "./files/share";
import { TABS } from "./inbox/page-link";
import { isCleanStart, recover } from "./recovery";
import { BLANK } from "./samples";
import { recallSending } from "./send/delivery";
import { askServer, environment } from "./send/environment";
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
  followReport();
  await recallSending();
  await Promise.all([askServer(), settled()]);
  if (environment.peek().mode === "sandbox") followFaults();
  page.replaceChildren();
  render(<App />, page);
}

const page = document.getElementById("app");
if (page && isCleanStart()) void recover(page, "Start without the draft");
else if (page) start(page).catch((error: unknown) => recover(page, "The page could not open this draft", error));
