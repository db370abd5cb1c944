/**
 * The answer to a key, in time for the very frame that shows its letter. Until that frame is painted browsers hold back
 * what a worker says, so that a worker's answer is seen a frame late. So the page has a composer of its own beside the
 * worker's, for documents that it answers about in a millisecond.
 *
 * The worker goes first: the page takes over only what the worker has answered, so that a text that stops the core stops
 * a worker and not the page.
 */
import type { Edit } from "notify-preflight";
import { idle } from "../moments";
import type { Source } from "./client";
import type { Answer } from "./protocol";
import { Session } from "./session";

/** In characters. */
const LONGEST_TEXT = 1_000_000;
/** More than this is not typed but put there, and the worker's to read first. */
const LONGEST_EDIT = 1_000;

export class AtOnce {
  readonly #source: Source;
  readonly #answered: (answer: Answer) => void;
  #session: Session | undefined;
  #isComing = false;

  constructor(source: Source, answered: (answer: Answer) => void) {
    this.#source = source;
    this.#answered = answered;
  }

  /** Whether it is this that answers, and no worker need. */
  get isReady(): boolean {
    return this.#session !== undefined;
  }

  /** Take over from the worker, which has answered, once the browser has time for it. */
  async takeOver(): Promise<void> {
    if (this.isReady || this.#isComing) return;
    this.#isComing = true;
    await idle();
    this.#isComing = false;
    const text = this.#source.text();
    if (text.length > LONGEST_TEXT) return;
    const session = new Session();
    this.#session = session;
    this.#attempt(() => session.take({ text }, this.#source.view().reading));
    this.refresh();
  }

  /** The text has changed by these edits, one after the other. */
  edited(edits: readonly Edit[]): void {
    const [edit, another] = edits;
    const isTyped = edit !== undefined && another === undefined && edit.text.length <= LONGEST_EDIT;
    if (isTyped && this.#source.text().length <= LONGEST_TEXT) this.#answer(edits);
    else this.#leave();
  }

  /** Something else is on screen. */
  refresh(): void {
    this.#answer([]);
  }

  #answer(edits: readonly Edit[]): void {
    const session = this.#session;
    if (!session) return;
    const view = this.#source.view();
    const answer = this.#attempt(() => {
      session.take({ edits }, view.reading);
      return session.answer(this.#source.revision(), view);
    });
    if (answer) this.#answered(answer);
  }

  /** What fails here the worker is asked, and says why. */
  #attempt<Result>(step: () => Result): Result | undefined {
    try {
      return step();
    } catch {
      this.#leave();
      return undefined;
    }
  }

  #leave(): void {
    this.#session?.close();
    this.#session = undefined;
  }
}
