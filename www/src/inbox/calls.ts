/** What the inbox asks of the sandbox. */
import { call } from "../sandbox/call";

/** One recipient's message, as the sandbox rendered it. Later messages have greater ids. */
export interface Message {
  id: number;
  job: string;
  stream: string;
  channel: string;
  identity: string;
  /** The recipient's position in the request. */
  index: number;
  text: string;
  /** Whether `text` is a JSON value. */
  json: boolean;
  status: string;
  comments: string | null;
  createdOn: string;
}

/** A stretch of the inbox, newest first. */
export interface Page {
  messages: readonly Message[];
  /** How many match in all. */
  total: number;
  /** Whether there are older ones. */
  more: boolean;
}

export interface Filter {
  search: string;
  channel: string;
}

export const EVERYTHING: Filter = { search: "", channel: "" };

interface Stretch {
  filter: Filter;
  limit: number;
  /** Only messages older than the one with this id. */
  before?: number | undefined;
}

export async function askMessages({ filter, limit, before }: Stretch): Promise<Page> {
  const query = new URLSearchParams({ limit: String(limit) });
  if (filter.search !== "") query.set("search", filter.search);
  if (filter.channel !== "") query.set("channel", filter.channel);
  if (before !== undefined) query.set("before", String(before));
  const response = await call("GET", `/sandbox/inbox?${query}`);
  return (await response.json()) as Page;
}

/** The body of a job's request, exactly as it came. */
export async function askRequest(job: string): Promise<string> {
  const response = await call("GET", `/sandbox/requests/${encodeURIComponent(job)}`);
  return response.text();
}

/** Send a job's request once more; the new job's id. */
export async function replay(job: string): Promise<string> {
  const response = await call("POST", "/sandbox/replay", { job });
  const { _id } = (await response.json()) as { _id: string };
  return _id;
}

export interface Forgotten {
  jobs: number;
  messages: number;
}

export async function forgetAll(): Promise<Forgotten> {
  const response = await call("DELETE", "/sandbox/inbox");
  return (await response.json()) as Forgotten;
}
