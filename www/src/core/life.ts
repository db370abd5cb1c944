/**
 * How the page learns that its worker is gone. A worker that crashes, runs out of memory or closes itself may say
 * nothing at all; but the browser takes back the locks it held.
 */

/** In the worker: hold the lock for life. Resolves once it is held. */
export function keepAlive(lock: string): Promise<void> {
  return new Promise((resolve) => {
    if (!navigator.locks) return resolve();
    void navigator.locks.request(lock, () => {
      resolve();
      return new Promise<never>(() => {});
    });
  });
}

/** In the page: call `gone` when the holder of the lock is no more. */
export function watchLife(lock: string, stop: AbortSignal, gone: () => void): void {
  // Without a secure connection there are no locks; then a worker's `error` event must do.
  navigator.locks?.request(lock, { signal: stop }, gone).catch(() => {
    // Stopped: the page ended the worker itself.
  });
}
