import { Component, type ComponentChildren } from "preact";
import { AudiencePanel } from "./audience/panel";
import { text } from "./document";
import { dropDraft } from "./draft";
import { JsonPanel } from "./editor/panel";
import { FormPanel } from "./form/panel";
import { Header } from "./header/header";
import { PreviewPanel } from "./preview/panel";
import { ProblemsPanel } from "./problems/panel";
import { SendPanel } from "./send/panel";

export function App() {
  return (
    <KeepsTheDraft>
      <Header />
      <main class="columns">
        <div class="column column-compose">
          <FormPanel />
        </div>
        <div class="column column-audience">
          <AudiencePanel />
        </div>
        <div class="column column-json">
          <JsonPanel />
          <ProblemsPanel />
        </div>
        <div class="column column-result">
          <PreviewPanel />
          <SendPanel />
        </div>
      </main>
    </KeepsTheDraft>
  );
}

/** If showing a draft breaks the page, the author still gets the text, and a way on. */
class KeepsTheDraft extends Component<{ children: ComponentChildren }, { failure?: string }> {
  override state: { failure?: string } = {};

  static override getDerivedStateFromError(error: unknown) {
    return { failure: error instanceof Error ? error.message : String(error) };
  }

  override render() {
    const { failure } = this.state;
    if (failure === undefined) return this.props.children;
    return (
      <main class="fallback" aria-live="assertive">
        <h1>The page could not show this draft</h1>
        <p>Your text is below: copy it first. Then reload, or start with an empty draft. ({failure})</p>
        <textarea readOnly rows={16} value={text.value} aria-label="Your draft" />
        <p>
          <button type="button" class="button" onClick={() => location.reload()}>
            Reload
          </button>{" "}
          <button
            type="button"
            class="button"
            onClick={() => {
              dropDraft();
              location.reload();
            }}
          >
            Start with an empty draft
          </button>
        </p>
      </main>
    );
  }
}
