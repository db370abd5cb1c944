/** What the author sees where the page, or the draft in it, does not work: the draft, to take along, and a way on. */
import { Component, type ComponentChildren, render } from "preact";
import { text } from "./document";
import { dropDraft, loadDraft } from "./draft";
import { saveJson } from "./files/save";

/** An address with this parameter shows the kept draft without opening it. */
const PARAMETER = "clean";

const SHOWN = 20_000;

export function isCleanStart(): boolean {
  return new URLSearchParams(location.search).has(PARAMETER);
}

function leave(): void {
  location.replace(location.pathname);
}

function startEmpty(): void {
  void dropDraft().then(leave);
}

function Draft({ draft }: { draft: string }) {
  return (
    <>
      <p class="recovery-buttons">
        <button type="button" class="button primary" onClick={() => saveJson(draft)}>
          Download the draft
        </button>
        <button type="button" class="button" onClick={leave}>
          Open it again
        </button>
        <button type="button" class="button" onClick={startEmpty}>
          Start with an empty draft
        </button>
      </p>
      <textarea readOnly rows={12} value={draft.slice(0, SHOWN)} aria-label="Your draft" />
      {draft.length > SHOWN && <p class="faint">The beginning is shown; the download has all of it.</p>}
    </>
  );
}

function Recovery({ title, draft, reason }: { title: string; draft: string | undefined; reason?: string }) {
  return (
    <main class="fallback" aria-live="assertive">
      <h1>{title}</h1>
      {draft === undefined ? (
        <p>
          No draft is kept in this browser.{" "}
          <button type="button" class="button" onClick={leave}>
            Open the page
          </button>
        </p>
      ) : (
        <>
          <p>Your text is safe: download it first. Starting with an empty draft deletes it from this browser.</p>
          <Draft draft={draft} />
        </>
      )}
      {reason && <p class="faint">{reason}</p>}
    </main>
  );
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Show the kept draft in the place of the page, without the parts that it may break. */
export async function recover(page: HTMLElement, title: string, error?: unknown): Promise<void> {
  // The text on the page is newer than the kept one, if there is one yet.
  const draft = text.peek() || (await loadDraft());
  const known = error === undefined ? {} : { reason: reasonOf(error) };
  page.replaceChildren();
  render(<Recovery title={title} draft={draft} {...known} />, page);
}

/** If showing a draft breaks the page, the author still gets the text, and a way on. */
export class KeepsTheDraft extends Component<{ children: ComponentChildren }, { failure?: string }> {
  override state: { failure?: string } = {};

  static override getDerivedStateFromError(error: unknown) {
    return { failure: reasonOf(error) };
  }

  override render() {
    const { failure } = this.state;
    if (failure === undefined) return this.props.children;
    return <Recovery title="The page could not show this draft" draft={text.value} reason={failure} />;
  }
}
