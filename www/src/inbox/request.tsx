/** The request behind a message, as it came; the recipient's part is marked. */
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { CopyButton } from "../controls/copy";
import { Sentence } from "../controls/words";
import { end } from "../json/tree";
import { identityIn } from "../parts";
import type { Request } from "./opened";
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
        {!request.trouble && <CopyButton label="Copy as it came" text={request.raw} />}
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
