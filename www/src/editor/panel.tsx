import { useLayoutEffect, useRef } from "preact/hooks";
import { host } from "../document";

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
      <div class="editor" ref={place} />
    </section>
  );
}
