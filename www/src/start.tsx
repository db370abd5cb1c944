/** Starting the core, for whichever page it is. */
import init from "notify-preflight/slim";
import address from "notify-preflight/notify-preflight.wasm?url";
import type { ComponentChildren } from "preact";

/** Fetched and compiled once, for the page and for every worker it starts. */
async function compile(): Promise<WebAssembly.Module> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`the program was answered with ${response.status}`);
  return WebAssembly.compileStreaming(response);
}

/** The core, ready to be asked in the page itself: what is short is. */
export async function startCore(): Promise<WebAssembly.Module> {
  const core = await compile();
  await init(core);
  return core;
}

interface Props {
  error: unknown;
  children?: ComponentChildren;
}

export function CannotStart({ error, children }: Props) {
  return (
    <main class="fallback" aria-live="assertive">
      <h1>The checker could not start</h1>
      <p>
        This page checks and previews your notification with a small WebAssembly program, and the browser did not start
        it. Reload the page, or open it in an up-to-date Chrome, Edge, Firefox or Safari. If your organisation switches
        WebAssembly off, use the command <code>notify-preflight check FILE</code> instead.
      </p>
      {children}
      <p class="faint">{error instanceof Error ? error.message : String(error)}</p>
    </main>
  );
}
