/** What the tour says, panel by panel: read aloud it takes two minutes. */
import { limits } from "notify-preflight";
import { figures } from "../controls/words";

export interface Step {
  title: string;
  words: string;
  /** What it is about, as a selector. */
  about: string;
  /** Where the tour's card does not hide that; on a narrow screen it is always at the bottom. */
  corner: "bottom-right" | "bottom-left" | "top-right";
}

const MOST = figures(limits.identities);

export const STEPS: readonly Step[] = [
  {
    title: "See each message before you send it",
    words:
      "This page writes one notification to many people, and shows each message as its recipient will get it. The tour only points: everything can be used as you go. Escape ends it.",
    about: ".header-main",
    corner: "bottom-right",
  },
  {
    title: "Compose",
    words:
      "Choose a channel, and write the message. A name in braces, such as {name}, stands for each recipient’s own value: type a brace, and the names in use are offered.",
    about: ".form-panel",
    corner: "bottom-right",
  },
  {
    title: "The same as JSON",
    words:
      "This is exactly what the platform gets. Change the form or the JSON, and the other follows; one undo goes through both. You need not read JSON to use the page.",
    about: ".json-panel",
    corner: "bottom-left",
  },
  {
    title: "Audience",
    words: `Add recipients one by one, or import a CSV file from a spreadsheet: one column says who they are, the others fill the placeholders. The table edits them all. More than ${MOST} go out as several requests.`,
    about: ".audience",
    corner: "top-right",
  },
  {
    title: "Preview",
    words:
      "Each recipient’s message, in the look of the channel. Values are marked, and a placeholder without one stands out. F8 leads to the next recipient with a problem. The API’s documents contradict each other on when placeholders are filled: where that matters, both readings stand side by side.",
    about: ".preview-panel",
    corner: "bottom-left",
  },
  {
    title: "Problems",
    words:
      "Errors are what the platform would refuse; warnings are what a recipient would find odd. A click leads to the place, and where there is a safe way to mend it, Fix does.",
    about: ".problems",
    corner: "bottom-left",
  },
  {
    title: "Send, and follow",
    words:
      "Nothing leaves the page before you have said yes to how many messages, to which host, and whether they reach people. Try it with one recipient first. Then the log says what became of each message, and those that failed can be sent again.",
    about: ".send-panel",
    corner: "bottom-left",
  },
];
