/** What lives in the core's memory between calls. */

import { PreflightError } from "./error.js";
import { call, instanceNumber } from "./instance.js";

/**
 * A value of the core's, until it is freed. The bindings give its memory back when it is
 * collected without having been freed.
 */
export class Kept<T extends { free(): void }> {
  #value: T | undefined;
  readonly #instance: number;
  readonly #what: string;

  constructor(what: string, open: () => T) {
    this.#what = what;
    this.#value = call(open);
    this.#instance = instanceNumber();
  }

  use<R>(run: (value: T) => R): R {
    const value = this.#value;
    if (value === undefined) {
      throw new PreflightError("freed", `the ${this.#what} has been freed`);
    }
    if (this.#instance !== instanceNumber()) {
      const message = `the core was started anew, and the ${this.#what} is gone: make a new one`;
      throw new PreflightError("internal", message);
    }
    return call(() => run(value));
  }

  /** More than once is no mistake: `using` frees too. */
  free(): void {
    const value = this.#value;
    this.#value = undefined;
    if (value !== undefined && this.#instance === instanceNumber()) call(() => value.free());
  }
}
