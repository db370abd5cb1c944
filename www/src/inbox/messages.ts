/**
 * The messages that the page shows, newest first. While one is read, or the list is scrolled, those that arrive are
 * counted only: nothing moves under the reader's eyes.
 */
import { batch, computed, effect, signal } from "@preact/signals";
import { reasonOf } from "../sandbox/call";
import { askMessages, EVERYTHING, type Filter, type Message, type Page } from "./calls";
import { coalesced } from "./coalesced";

const PAGE = 200;
const PAUSE_MS = 150;

export const filter = signal<Filter>(EVERYTHING);
export const isFiltered = computed(() => filter.value.search !== "" || filter.value.channel !== "");

/** Undefined until the sandbox has answered once. Its total is of when the newest were asked for. */
export const shown = signal<Page | undefined>(undefined);

/** Whether the sandbox has nothing at all. */
export const isEmpty = computed(() => shown.value?.total === 0 && !isFiltered.value);

/** How many have arrived that are not shown. */
export const arrived = signal(0);

/** Why the latest call failed. */
export const trouble = signal<string | undefined>(undefined);

/** Counts how often the list was begun anew, at its top. */
export const turn = signal(0);

export const isAtTop = signal(true);
export const isReading = signal(false);
const follows = computed(() => isAtTop.value && !isReading.value);

/** The ids of the first and the last message on screen. */
export const onScreen = signal({ newest: 0, oldest: 0 });

export const isUnderWay = ({ status }: Message): boolean => status === "QUEUED";

/** Does a call, and takes its outcome unless the list was begun anew meanwhile. */
async function asked(before: number | undefined, limit: number, take: (page: Page) => void): Promise<void> {
  const own = turn.peek();
  try {
    const page = await askMessages({ filter: filter.peek(), before, limit });
    if (own !== turn.peek()) return;
    batch(() => {
      trouble.value = undefined;
      take(page);
    });
  } catch (error) {
    if (own === turn.peek()) trouble.value = reasonOf(error);
  }
}

/** Whether beginning anew takes so long that it is worth a word. */
export const isSlow = signal(false);
const SLOW_MS = 400;

/** Begin anew, with the newest. */
export async function load(): Promise<void> {
  const own = (turn.value += 1);
  const timer = setTimeout(() => (isSlow.value = own === turn.peek()), SLOW_MS);
  await asked(undefined, PAGE, (page) => {
    shown.value = page;
    arrived.value = 0;
  });
  clearTimeout(timer);
  if (own === turn.peek()) isSlow.value = false;
}

export function narrow(next: Partial<Filter>): void {
  filter.value = { ...filter.peek(), ...next };
  void load();
}

let isLoadingMore = false;

/** Go on where the list ends. */
export async function loadMore(): Promise<void> {
  const before = shown.peek()?.messages.at(-1)?.id;
  if (isLoadingMore || before === undefined) return;
  isLoadingMore = true;
  await asked(before, PAGE, ({ messages, more }) => {
    const now = shown.peek();
    if (now) shown.value = { ...now, messages: [...now.messages, ...messages], more };
  });
  isLoadingMore = false;
}

/** The newest before those that are there, where the two meet. */
function joined(newest: Page, known: Page): Page {
  const oldest = newest.messages.at(-1)?.id ?? Number.POSITIVE_INFINITY;
  const first = known.messages[0]?.id ?? Number.NEGATIVE_INFINITY;
  const rest = first < oldest ? [] : known.messages.filter(({ id }) => id < oldest);
  if (rest.length === 0) return newest;
  return { ...newest, messages: [...newest.messages, ...rest], more: known.more };
}

/** See what has arrived; shown at once, or counted. */
export const catchUp = coalesced(async () => {
  const known = shown.peek();
  if (!known) return load();
  const followed = follows.peek();
  await asked(undefined, followed ? PAGE : 1, (newest) => {
    if (newest.total < known.total) void load();
    else if (followed && follows.peek()) {
      shown.value = joined(newest, shown.peek() ?? newest);
      arrived.value = 0;
    } else arrived.value = newest.total - (shown.peek()?.total ?? 0);
  });
}, PAUSE_MS);

/** The same messages as they stand by now, in the place of those that are shown. */
function replace(messages: readonly Message[]): void {
  const now = shown.peek();
  const byId = new Map(messages.map((message) => [message.id, message]));
  if (now) shown.value = { ...now, messages: now.messages.map((message) => byId.get(message.id) ?? message) };
}

/** What is done does not change any more: only those under way on screen are asked for again. */
export const refresh = coalesced(async () => {
  const { newest, oldest } = onScreen.peek();
  const rows = shown.peek()?.messages.filter(({ id }) => oldest <= id && id <= newest) ?? [];
  if (rows.some(isUnderWay)) await asked(newest + 1, rows.length, ({ messages }) => replace(messages));
}, PAUSE_MS);

/** Begin to follow what the reader does. */
export function follow(): void {
  effect(() => {
    if (follows.value && arrived.value > 0) catchUp();
  });
  effect(() => {
    void onScreen.value;
    refresh();
  });
}
