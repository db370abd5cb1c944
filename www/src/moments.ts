/** When to do what can wait. */
import { effect, type ReadonlySignal, signal } from "@preact/signals";

/** Once the browser has nothing better to do; most know, at least. */
export function idle(): Promise<void> {
  return new Promise((resolve) => {
    if ("requestIdleCallback" in globalThis) requestIdleCallback(() => resolve(), { timeout: 500 });
    else setTimeout(resolve, 50);
  });
}

/** After the next frame: what must be seen first is. A page out of sight has no frames. */
export function afterFrame(step: () => void): void {
  if (document.hidden) setTimeout(step);
  else requestAnimationFrame(() => setTimeout(step));
}

/** What a signal says, a frame behind. */
export function trailing<Value>(source: ReadonlySignal<Value>): ReadonlySignal<Value> {
  const behind = signal(source.peek());
  effect(() => {
    if (source.value !== behind.peek()) afterFrame(() => (behind.value = source.peek()));
  });
  return behind;
}
