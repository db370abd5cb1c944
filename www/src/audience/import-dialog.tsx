/** Choosing, dropping or pasting a CSV, and what was found in it before anything is changed. */
import { useEffect, useRef, useState } from "preact/hooks";
import { count } from "../controls/words";
import { cancelImport, type Importing, importing, readFile, readPasted } from "./importing";
import { ImportSummary } from "./import-summary";

function Asking({ trouble }: { trouble: string | undefined }) {
  const [pasted, setPasted] = useState("");
  return (
    <form
      class="import-ask"
      onSubmit={(event) => {
        event.preventDefault();
        void readPasted(pasted);
      }}
    >
      {trouble && (
        <p class="note-box note-box-error" role="alert">
          {trouble}
        </p>
      )}
      <div class="field import-drop">
        <label class="label" for="import-file">
          A CSV file, as Excel or any other spreadsheet saves it
        </label>
        <input
          id="import-file"
          type="file"
          accept=".csv,.tsv,.txt,text/csv,text/tab-separated-values"
          onChange={(event) => {
            const file = event.currentTarget.files?.[0];
            if (file) void readFile(file);
          }}
        />
        <span class="help">Or drop the file here. It may have commas, semicolons or tabs, in UTF-8 or UTF-16.</span>
      </div>
      <div class="field">
        <label class="label" for="import-paste">
          Or paste rows, with their header
        </label>
        <textarea
          id="import-paste"
          class="mono"
          rows={5}
          spellcheck={false}
          placeholder={"phoneNumber;name\n+14155550123;Ana"}
          value={pasted}
          onInput={(event) => setPasted(event.currentTarget.value)}
        />
      </div>
      <div class="confirm-buttons">
        <button type="button" class="button" onClick={cancelImport}>
          Cancel
        </button>
        <button type="submit" class="button primary" disabled={pasted.trim() === ""}>
          Read what I pasted
        </button>
      </div>
    </form>
  );
}

function Step({ now }: { now: Importing }) {
  if (now.step === "asking") return <Asking trouble={now.trouble} />;
  if (now.step === "read") return <ImportSummary {...now} />;
  return (
    <>
      <p role="status">Reading {now.name}…</p>
      <div class="confirm-buttons">
        <button type="button" class="button" onClick={cancelImport}>
          Cancel
        </button>
      </div>
    </>
  );
}

function titleOf(now: Importing): string {
  return now.step === "read" ? `${count(now.imported.recipients, "recipient")} in ${now.name}` : "Import recipients";
}

function OpenDialog({ now }: { now: Importing }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  // The step before took its controls with it: the focus goes to what this one says.
  useEffect(() => title.current?.focus(), [now.step]);
  return (
    <dialog ref={dialog} class="confirm import" aria-labelledby="import-title" onClose={cancelImport}>
      <h2 id="import-title" ref={title} tabIndex={-1}>
        {titleOf(now)}
      </h2>
      <Step now={now} />
    </dialog>
  );
}

export function ImportDialog() {
  const now = importing.value;
  return now ? <OpenDialog now={now} /> : null;
}
