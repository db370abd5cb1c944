/** When to do what can wait. */

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
