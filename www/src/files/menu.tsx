/** Opening, saving and sharing the draft. */
import { signal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { later } from "../controls/later";
import { text } from "../document";
import { opened, openFile } from "./open";
import { saveJson } from "./save";

/** Whether a link to the draft is being made. */
const sharing = signal(false);

const ShareDialog = later(async () => (await import("./share-dialog")).ShareDialog);

export function FileButtons() {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" class="button" onClick={() => input.current?.click()}>
        Open
      </button>
      <input
        ref={input}
        type="file"
        hidden
        aria-label="Open a file"
        accept=".json,application/json,text/plain"
        onChange={(event) => {
          const [file] = event.currentTarget.files ?? [];
          // The same file may be opened once more.
          if (file) void openFile(file).finally(() => input.current && (input.current.value = ""));
        }}
      />
      <button type="button" class="button" onClick={() => saveJson(text.peek())}>
        Save
      </button>
      <button type="button" class="button" onClick={() => (sharing.value = true)}>
        Share
      </button>
      {sharing.value && <ShareDialog onClose={() => (sharing.value = false)} />}
    </>
  );
}

/** What became of the last thing that was opened. */
export function OpenedStrip() {
  const state = opened.value;
  return (
    <div role="status">
      {state && (
        <p class={`strip ${state.isTrouble ? "strip-warning" : "strip-note"}`}>
          {state.words}{" "}
          <button type="button" class="link" onClick={() => (opened.value = undefined)}>
            Dismiss
          </button>
        </p>
      )}
    </div>
  );
}
