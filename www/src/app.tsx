import { AudiencePanel } from "./audience/panel";
import { JsonPanel } from "./editor/panel";
import { FormPanel } from "./form/panel";
import { Header } from "./header/header";
import { PreviewPanel } from "./preview/panel";
import { ProblemsPanel } from "./problems/panel";
import { KeepsTheDraft } from "./recovery";
import { SendPanel } from "./send/panel";
import { Tour } from "./tour/offer";

export function App() {
  return (
    <KeepsTheDraft>
      <Header />
      <Tour />
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
