import init from "notify-preflight/slim";
import address from "notify-preflight/notify-preflight.wasm?url";
import { render } from "preact";
import { connect, settled } from "./analysis";
import { App } from "./app";
import { fetchFirst, fetchTheRest } from "./controls/later";
import { ChoiceList } from "./controls/list";
import { prepare } from "./core/asking";
import { open } from "./document";
import { keepDraft, loadDraft } from "./draft";
import { extensions, learn } from "./editor/extensions";
import { takeDrops } from "./files/drop";
import { openShared } from "./files/share";
import { RecipientDetails } from "./form/recipients";
import { identityCount } from "./outline";
import { Chosen } from "./preview/panel";
import { isCleanStart, recover } from "./recovery";
import { BLANK } from "./samples";
import { askServer } from "./send/environment";
import { hasKept } from "./send/sending";
import { takeFragment } from "./send/target";
import "./styles/index.css";

function CannotStart({ reason }: { reason: string }) {
  return (
    <main class="fallback" aria-live="assertive">
      <h1>The checker could not start</h1>
      <p>
        This page checks and previews your notification with a small WebAssembly program, and the browser did not start
        it. Reload the page, or open it in an up-to-date Chrome, Edge, Firefox or Safari. If your organisation switches
        WebAssembly off, use the command <code>notify-preflight check FILE</code> instead.
      </p>
      <p>Your draft is kept.</p>
      <p class="faint">{reason}</p>
    </main>
  );
}

/** Fetched and compiled once, for the page and for every worker it starts. */
async function compile(): Promise<WebAssembly.Module> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`the program was answered with ${response.status}`);
  return WebAssembly.compileStreaming(response);
}

async function start(page: HTMLElement): Promise<void> {
  takeFragment();
  let core: WebAssembly.Module;
  try {
    core = await compile();
    // The worker reads the document; what is short (an address to check, an answer to read) is asked here.
    await init(core);
  } catch (error) {
    page.replaceChildren();
    render(<CannotStart reason={error instanceof Error ? error.message : String(error)} />, page);
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
  void askServer();
  await settled();
  // Where there are recipients, their parts come with the page rather than a moment after it.
  if (identityCount.peek() > 0) await fetchFirst([ChoiceList, RecipientDetails, Chosen]);
  page.replaceChildren();
  render(<App />, page);
  void fetchTheRest();
}

const page = document.getElementById("app");
if (page && isCleanStart()) void recover(page, "Start without the draft");
else if (page) start(page).catch((error: unknown) => recover(page, "The page could not open this draft", error));
