/** The request behind a message, as it came; the recipient's part is marked. */
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { CopyButton } from "../controls/copy";
import { Sentence } from "../controls/words";
import { end } from "../json/tree";
import { linkTo } from "../files/share";
import { identityIn } from "../parts";
import type { Request } from "./opened";
import { TABS } from "./page-link";
import { RequestEditor, type Stretch } from "./request-editor";

function stretchOf(request: Request, index: number | undefined): Stretch | undefined {
  const identity = index === undefined ? undefined : identityIn(request.payload?.root, index);
  return identity && { from: identity.offset, to: end(identity) };
}

function Body({ request, index }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const [editor, setEditor] = useState<RequestEditor | undefined>(undefined);
  useLayoutEffect(() => {
    if (!place.current) return;
    const own = new RequestEditor(place.current);
    setEditor(own);
    return () => own.destroy();
  }, []);
  useLayoutEffect(() => editor?.show(request.text, stretchOf(request, index)), [editor, request.text, index]);
  return <div class="request-text" ref={place} />;
}

/** What is longer makes a link that is too long for some browsers. */
const LONGEST_DRAFT = 1 << 20;

/** The request as the page's draft, to be changed and sent once more. */
function EditButton({ raw }: Request) {
  if (raw.length > LONGEST_DRAFT) return null;
  const edit = async () => {
    window.open(await linkTo(raw, "/"), TABS.page);
  };
  return (
    <button type="button" class="link" onClick={() => void edit()}>
      Edit on the page
    </button>
  );
}

interface Props {
  request: Request;
  /** Of the recipient whose part is marked. */
  index: number | undefined;
}

export function RequestView({ request, index }: Props) {
  return (
    <section class="request" aria-labelledby="request-title">
      <header class="request-head">
        <h3 id="request-title">Request</h3>
        {!request.trouble && (
          <>
            <EditButton {...request} />
            <CopyButton label="Copy" text={request.raw} />
          </>
        )}
      </header>
      {request.trouble ? (
        <p class="empty">
          <Sentence of={request.trouble} />
        </p>
      ) : (
        <Body request={request} index={index} />
      )}
    </section>
  );
}
