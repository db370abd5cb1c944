/** Work that events ask for, which may come faster than it is done. */

/** What is asked for while it runs is done once, afterwards; `pause` is the time between two runs. */
export function coalesced(work: () => Promise<void>, pause: number): () => void {
  let isRunning = false;
  let isWanted = false;
  async function run(): Promise<void> {
    isRunning = true;
    while (isWanted) {
      isWanted = false;
      await work();
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
    isRunning = false;
  }
  return () => {
    isWanted = true;
    if (!isRunning) void run();
  };
}
