/**
 * An editor that may be a frame behind its text: what is typed elsewhere on the page, and seen there, it takes once that
 * has been painted. To read, lay out and paint its own lines first would take as long again.
 */
import type { Transaction, TransactionSpec } from "@codemirror/state";
import { EditorView, type EditorViewConfig } from "@codemirror/view";
import { afterFrame } from "./moments";

/** What may lead into the editor. It must find there what the author sees elsewhere. */
const COMING = ["focusin", "pointerdown", "mousedown", "keydown", "beforeinput", "paste", "drop"];

export class LateView extends EditorView {
  #behind: TransactionSpec[] = [];

  constructor(host: HTMLElement, config: EditorViewConfig) {
    super(config);
    for (const event of COMING) host.addEventListener(event, () => this.catchUp(), { capture: true });
  }

  /** Take a change after the next frame, to the letter: whoever makes it has told of it already. */
  dispatchLater(spec: TransactionSpec): void {
    if (this.#behind.push({ ...spec, filter: false }) === 1) afterFrame(() => this.catchUp());
  }

  catchUp(): void {
    for (const spec of this.#behind.splice(0)) this.update([this.state.update(spec)]);
  }

  /** Whoever changes the editor starts from what it is to show. */
  override dispatch(...specs: readonly (Transaction | TransactionSpec | readonly Transaction[])[]): void {
    this.catchUp();
    super.dispatch(...(specs as readonly TransactionSpec[]));
  }
}
