/** Asks what is asked once, of a worker that is started for it and ended when nothing more is asked. */
import { watchLife } from "./life";
import type { FromWorker, ToWorker } from "./protocol";
import type { Answers, Question, Told } from "./questions";
import { openWorker } from "./spawn";

/** A worker that has read a large file holds its memory until it ends. */
const IDLE_MS = 5_000;

interface Waiting {
  resolve: (answer: never) => void;
  reject: (error: Error) => void;
}

let core: WebAssembly.Module | undefined;
let worker: Worker | undefined;
let life = new AbortController();
let idle: ReturnType<typeof setTimeout> | undefined;
let last = 0;
const waiting = new Map<number, Waiting>();

/** Give the compiled core that the workers run, before anything is asked. */
export function prepare(module: WebAssembly.Module): void {
  core = module;
}

function end(): void {
  clearTimeout(idle);
  life.abort();
  worker?.terminate();
  worker = undefined;
}

function failed(reason: string): void {
  end();
  const all = [...waiting.values()];
  waiting.clear();
  for (const { reject } of all) reject(new Error(reason));
}

function hear(message: FromWorker | Told): void {
  if (message.type === "failed") return failed(message.reason);
  if (message.type !== "told" && message.type !== "refused") return;
  const asked = waiting.get(message.id);
  waiting.delete(message.id);
  if (waiting.size === 0) idle = setTimeout(end, IDLE_MS);
  if (message.type === "told") asked?.resolve(message.answer as never);
  else asked?.reject(new Error(message.reason));
}

function start(): Worker {
  const started = openWorker();
  const { signal } = (life = new AbortController());
  // The same start as the document's worker; what is asked meanwhile waits inside it.
  const lock = `notify-preflight-ask-${crypto.getRandomValues(new Uint32Array(2)).join("-")}`;
  started.onerror = (event) => failed(event.message || "the worker could not be started");
  started.onmessage = ({ data }: MessageEvent<FromWorker | Told>) => {
    if (worker !== started) return;
    if (data.type === "ready") watchLife(lock, signal, () => failed("the worker ended"));
    else hear(data);
  };
  if (core) started.postMessage({ type: "start", module: core, lock } satisfies ToWorker);
  return started;
}

export function ask<Kind extends keyof Answers>(question: Question & { kind: Kind }): Promise<Answers[Kind]> {
  clearTimeout(idle);
  worker ??= start();
  last += 1;
  const id = last;
  worker.postMessage({ type: "ask", id, question } satisfies ToWorker);
  return new Promise((resolve, reject) => waiting.set(id, { resolve: resolve as Waiting["resolve"], reject }));
}
