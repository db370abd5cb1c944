/** When to do what can wait. */
import { effect, type ReadonlySignal, signal } from "@preact/signals";

/** Once the browser has nothing better to do; most know, at least. */
export function idle(): Promise<void> {
  return new Promise((resolve) => {
    if ("requestIdleCallback" in globalThis) requestIdleCallback(() => resolve(), { timeout: 500 });
    else setTimeout(resolve, 50);
  });
}

const steps: (() => void)[] = [];

function takeSteps(): void {
  for (const step of steps.splice(0)) {
    try {
      step();
    } catch (error) {
      // The others are no part of it.
      reportError(error);
    }
  }
}

/** After the next frame: what must be seen first is. */
export function afterFrame(step: () => void): void {
  if (steps.push(step) === 1) requestAnimationFrame(() => setTimeout(takeSteps));
}

// A page out of sight has no frames.
document.addEventListener("visibilitychange", takeSteps);

/** What a signal says, a frame behind. */
export function trailing<Value>(source: ReadonlySignal<Value>): ReadonlySignal<Value> {
  const behind = signal(source.peek());
  effect(() => {
    if (source.value !== behind.peek()) afterFrame(() => (behind.value = source.peek()));
  });
  return behind;
}
