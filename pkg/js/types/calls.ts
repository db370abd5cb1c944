/** The API's calls and its answers. */

export interface Target {
  /** With or without a scheme; plain `http` for a loopback host only. */
  host: string;
  streamId: string;
  jwt: string;
}

/** A call as data, ready for `fetch(request.url, request)`. */
export interface ApiRequest {
  method: "POST" | "GET";
  url: `${"https" | "http"}://${string}`;
  headers: Record<string, string>;
  /** Absent for GET. */
  body?: string;
}

/** The answer to an accepted request. Other fields may be there; they are passed over. */
export interface Job {
  _id: string;
  status: string;
  percentageComplete?: number;
  store?: { identitiesCount?: number; [field: string]: unknown };
  [field: string]: unknown;
}

/** What became of one recipient's message. */
export interface StatusLog {
  originalId?: string;
  status?: string;
  comments?: string;
  createdOn?: string;
  [field: string]: unknown;
}

/** The answer to the status call. Other fields may be there; they are passed over. */
export interface StatusReport {
  statusLogs: StatusLog[];
  status?: string;
  count?: number;
  [field: string]: unknown;
}

/** What came back from a call: an HTTP answer; or nothing, and whether the request can have left. */
export type Answer =
  | {
      status: number;
      /** The header `Retry-After`, as written. */
      retryAfter?: string | null;
      /** The body as text. */
      body: string;
    }
  /** No connection came about. A page cannot tell that from `lost`. */
  | "unreached"
  /** The request may have arrived. */
  | "lost";

/** Why a call did not do what it was for. */
export interface Failure {
  /** Absent where no answer came. */
  status?: number;
  /** Whether the same call may be made again by itself, after a pause. */
  retry: boolean;
  /** The shortest pause that the server asks for, in seconds. */
  retryAfter?: number;
  /** What happened, in one plain sentence. */
  message: string;
  /** What to do. */
  hint: string;
  /** The server's own words, at most 400 characters of them. */
  said?: string;
}

/** What became of a payload that was sent. */
export type SendOutcome =
  | { outcome: "accepted"; job: Job }
  /** Surely not accepted. */
  | ({ outcome: "refused" } & Failure)
  /** Accepted or not: never sent again by itself, the author decides. */
  | ({ outcome: "unknown"; retry: false } & Failure);

/** What became of the question how far a job is. */
export type StatusOutcome =
  | { outcome: "answered"; report: StatusReport }
  /** Nothing was learnt; what became of the job is another matter. */
  | ({ outcome: "failed" } & Failure);
