/**
 * An editor's view that may be a frame behind its text: what is typed elsewhere on the page, and seen there, it shows
 * once that has been painted. To lay out and paint its own lines first would take as long again.
 */
import type { EditorState, Transaction, TransactionSpec } from "@codemirror/state";
import { EditorView, type EditorViewConfig } from "@codemirror/view";
import { afterFrame } from "./moments";

/** What may lead into the editor. It must find there what the author sees elsewhere. */
const COMING = ["focusin", "pointerdown", "mousedown", "keydown", "beforeinput", "paste", "drop"];

export class LateView extends EditorView {
  #behind: Transaction[] = [];

  constructor(host: HTMLElement, config: EditorViewConfig) {
    super(config);
    for (const event of COMING) host.addEventListener(event, () => this.catchUp(), { capture: true });
  }

  /** The state with all that is yet to be shown. */
  get latest(): EditorState {
    return this.#behind.at(-1)?.state ?? this.state;
  }

  /** Change the text now, and the view after the next frame. */
  dispatchLater(spec: TransactionSpec): Transaction {
    const transaction = this.latest.update(spec);
    if (this.#behind.push(transaction) === 1) afterFrame(() => this.catchUp());
    return transaction;
  }

  catchUp(): void {
    if (this.#behind.length > 0) this.update(this.#behind.splice(0));
  }

  /** Whoever changes the view starts from what it is to show. */
  override dispatch(...specs: readonly (Transaction | TransactionSpec | readonly Transaction[])[]): void {
    this.catchUp();
    super.dispatch(...(specs as readonly TransactionSpec[]));
  }
}
