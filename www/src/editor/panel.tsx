import { useLayoutEffect, useRef } from "preact/hooks";
import { host, replaceText, text } from "../document";
import { pretty } from "../json/pretty";
import { editable } from "../outline";
import { hasLongLine } from "./long-lines";

/** Offers lines where there are none: only white space changes, and undo takes it back. */
function OneLine() {
  if (!hasLongLine.value || !editable.value) return null;
  return (
    <p class="strip strip-note">
      Much of it stands in one line.{" "}
      <button type="button" class="link" onClick={() => replaceText(pretty(text.peek()))}>
        Put it on lines
      </button>
    </p>
  );
}

/** The JSON view of the document. */
export function JsonPanel() {
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    place.current?.append(host);
  }, []);
  return (
    <section class="panel json-panel" aria-labelledby="json-title">
      <header class="panel-head">
        <h2 id="json-title">JSON</h2>
        <p class="aside">exactly what is sent</p>
      </header>
      <OneLine />
      <div class="editor" ref={place} />
    </section>
  );
}
