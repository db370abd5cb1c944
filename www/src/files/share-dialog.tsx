/** Making a link to the draft, recipients left out unless the author asks for them. */
import { useEffect, useRef, useState } from "preact/hooks";
import { count, figures } from "../controls/words";
import { text } from "../document";
import { withoutRecipients } from "../excerpt";
import { editable, identityCount } from "../outline";
import { saveJson } from "./save";
import { linkTo, LONGEST_LINK } from "./share";

/** The link, once it is made, for what is to go in. */
function useLink(withAll: boolean): string | undefined {
  const [link, setLink] = useState<string | undefined>(undefined);
  useEffect(() => {
    let isWanted = true;
    setLink(undefined);
    const shared = withAll ? text.peek() : withoutRecipients();
    if (shared !== undefined) void linkTo(shared).then((made) => isWanted && setLink(made));
    return () => {
      isWanted = false;
    };
  }, [withAll]);
  return link;
}

function TooLong({ length }: { length: number }) {
  return (
    <div class="note-box note-box-warning" role="status">
      <p>
        The link would have {count(length, "character")}; beyond {figures(LONGEST_LINK)} mail and chat
        programs cut links. Send the draft as a file instead.
      </p>
      <p>
        <button type="button" class="link" onClick={() => saveJson(text.peek())}>
          Save as file
        </button>
      </p>
    </div>
  );
}

function Link({ link }: { link: string }) {
  return (
    <div class="field">
      <label class="label" for="share-link">
        Link
      </label>
      <input
        id="share-link"
        type="text"
        class="mono"
        readOnly
        value={link}
        onFocus={(event) => event.currentTarget.select()}
      />
      <p class="help">The draft is in the link itself and on no server. It opens in any notify-preflight page.</p>
    </div>
  );
}

function CopyButton({ link }: { link: string }) {
  const [copied, setCopied] = useState("");
  const copy = () =>
    navigator.clipboard.writeText(link).then(
      () => setCopied("Copied."),
      () => setCopied("The browser does not let the page copy: copy it from the field."),
    );
  return (
    <>
      <p class="help" role="status">
        {copied}
      </p>
      <button type="button" class="button primary" onClick={() => void copy()}>
        Copy link
      </button>
    </>
  );
}

function Made({ link, isAsked }: { link: string | undefined; isAsked: boolean }) {
  if (link !== undefined && link.length > LONGEST_LINK) return <TooLong length={link.length} />;
  if (link !== undefined) return <Link link={link} />;
  if (isAsked || editable.value) return null;
  return (
    <p class="note-box note-box-warning">
      The JSON is not readable, so the recipients cannot be left out of it. Correct it first, or include everything.
    </p>
  );
}

export function ShareDialog({ onClose }: { onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [withAll, setWithAll] = useState(false);
  const link = useLink(withAll);
  useEffect(() => dialog.current?.showModal(), []);
  const recipients = count(identityCount.value, "recipient");
  return (
    <dialog ref={dialog} class="confirm share" aria-labelledby="share-title" onClose={onClose}>
      <h2 id="share-title">Share this draft</h2>
      <label class="check">
        <input type="checkbox" checked={withAll} onChange={(event) => setWithAll(event.currentTarget.checked)} />
        <span>
          Include the {recipients} and their values. Whoever gets the link can read them.
        </span>
      </label>
      <Made link={link} isAsked={withAll} />
      <div class="confirm-buttons">
        {link !== undefined && link.length <= LONGEST_LINK && <CopyButton key={link} link={link} />}
        <button type="button" class="button" onClick={() => dialog.current?.close()}>
          Close
        </button>
      </div>
    </dialog>
  );
}
