/**
 * The page's side of the worker. At most one update is under way; what happens meanwhile is gathered into the next. A
 * worker that dies is replaced, and gets the text that the page holds.
 */
import type { Edit } from "notify-preflight";
import { afterFrame } from "../moments";
import { watchLife } from "./life";
import type { Answer, FromWorker, Survey, ToWorker, View } from "./protocol";
import { openWorker } from "./spawn";

/** The page's document, as it stands when asked. */
export interface Source {
  text(): string;
  revision(): number;
  view(): View;
}

export interface Listener {
  /** Whether the page answers itself, so that no answer is asked for. */
  answersItself(): boolean;
  answered(answer: Answer): void;
  surveyed(survey: Survey): void;
  /** The core does not run, or cannot take this text; undefined when all is well again. */
  troubled(reason: string | undefined): void;
}

/** Deaths without an answer between them, after which the author is asked before the next start. */
const MOST_DEATHS = 3;

export class Client {
  readonly #module: WebAssembly.Module;
  readonly #source: Source;
  readonly #listener: Listener;
  #worker: Worker | undefined;
  #life = new AbortController();
  /** What the worker does not know yet; undefined where it must get the whole text. */
  #edits: Edit[] | undefined;
  #busy = true;
  #due = true;
  #deaths = 0;

  constructor(module: WebAssembly.Module, source: Source, listener: Listener) {
    this.#module = module;
    this.#source = source;
    this.#listener = listener;
    this.start();
  }

  /** Begin anew with a fresh worker. */
  start(): void {
    this.#end();
    const lock = `notify-preflight-core-${crypto.getRandomValues(new Uint32Array(2)).join("-")}`;
    const worker = openWorker();
    const life = new AbortController();
    const gone = (reason: string) => {
      if (this.#worker === worker) this.#died(reason);
    };
    worker.onerror = (event) => gone(event.message || "the worker could not be started");
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
      if (this.#worker !== worker) return;
      // Only now is the lock surely held.
      if (data.type === "ready") watchLife(lock, life.signal, () => gone("the worker ended"));
      this.#hear(data);
    };
    this.#worker = worker;
    this.#life = life;
    this.#edits = undefined;
    this.#busy = true;
    this.#due = true;
    this.#post({ type: "start", module: this.#module, lock });
  }

  /** The text has changed by these edits, one after the other. */
  edited(edits: readonly Edit[]): void {
    // A core that could not take the last text may well take this one.
    if (!this.#worker) return this.start();
    this.#edits?.push(...edits);
    this.refresh();
  }

  /** Something else is on screen. */
  refresh(): void {
    this.#due = true;
    // Nobody waits for a worker that is to know and not to answer.
    if (this.#listener.answersItself()) afterFrame(() => this.#flush());
    else this.#flush();
  }

  #post(message: ToWorker): void {
    this.#worker?.postMessage(message);
  }

  #flush(): void {
    if (this.#busy || !this.#due) return;
    const change = this.#edits ? { edits: this.#edits } : { text: this.#source.text() };
    this.#edits = [];
    this.#due = false;
    this.#busy = true;
    const [revision, view] = [this.#source.revision(), this.#source.view()];
    this.#post({ type: "update", revision, change, view, isAnswered: this.#listener.answersItself() });
  }

  #hear(message: FromWorker): void {
    if (message.type === "survey") {
      if (message.revision === this.#source.revision()) this.#listener.surveyed(message);
      return;
    }
    this.#busy = false;
    if (message.type === "answer" || message.type === "taken") {
      this.#deaths = 0;
      this.#listener.troubled(undefined);
      if (message.type === "answer") this.#listener.answered(message);
    } else if (message.type === "failed") {
      // A trap leaves the core in pieces: the whole text goes to a new worker.
      return this.#died(message.reason);
    }
    this.#flush();
  }

  #died(reason: string): void {
    this.#deaths += 1;
    this.#end();
    if (this.#deaths < MOST_DEATHS) return this.start();
    this.#deaths = 0;
    this.#listener.troubled(reason);
  }

  #end(): void {
    this.#life.abort();
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#busy = true;
  }
}
