/** Failures of the two calls, in plain words and with what to do. */

export interface Failure {
  title: string;
  /** What to do about it. */
  advice: string;
  /** What the server said itself. */
  said?: string;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function firstText(candidates: readonly unknown[]): string | undefined {
  for (const candidate of candidates) {
    if (typeof candidate === "string" && candidate.trim() !== "") return candidate;
    if (!isRecord(candidate)) continue;
    const inner = firstText([candidate["message"], candidate["msg"], candidate["error"]]);
    if (inner) return inner;
  }
  return undefined;
}

const LONGEST = 400;

/** The server's own words: the first of a report's diagnostics, or a message as APIs tend to give one. */
export function saidIn(body: string): string | undefined {
  let answer: unknown;
  try {
    answer = JSON.parse(body);
  } catch {
    // Pages of HTML tell an author nothing.
    return body.trimStart().startsWith("<") ? undefined : body.trim().slice(0, LONGEST) || undefined;
  }
  if (!isRecord(answer)) return firstText([answer]);
  const lists = [answer["diagnostics"], answer["errors"]].flatMap((list): unknown[] => (Array.isArray(list) ? list : []));
  return firstText([...lists, answer["message"], answer["error"], answer["msg"]])?.slice(0, LONGEST);
}

const BY_STATUS: Record<number, Omit<Failure, "said">> = {
  400: { title: "The server refused the notification.", advice: "Nothing was sent. Correct what it names, and send again." },
  401: {
    title: "The server did not accept the JWT.",
    advice: "Nothing was sent. The JWT may have expired, or belong to another bot: get a fresh one and paste it.",
  },
  403: {
    title: "The JWT may not send notifications for this bot.",
    advice: "Nothing was sent. Ask for an app with the Proactive Messages scope.",
  },
  404: { title: "The server does not know this address.", advice: "Nothing was sent. Check the host and the stream ID." },
  413: {
    title: "The notification is too large for the server.",
    advice: "Nothing was sent. Send it in parts, with fewer recipients in each.",
  },
  415: {
    title: "The server did not take the notification as JSON.",
    advice: "Nothing was sent. Something between this page and the platform changes the request: check the host.",
  },
  429: {
    title: "Too many calls at the moment.",
    advice: "Nothing was sent. The platform allows 600 calls a minute for each bot: wait a minute, and send again.",
  },
};

/** A relay knows whether the platform may have got the request. */
function mayHaveReached(body: string): boolean | undefined {
  try {
    const answer: unknown = JSON.parse(body);
    const reached = isRecord(answer) ? answer["mayHaveReached"] : undefined;
    return typeof reached === "boolean" ? reached : undefined;
  } catch {
    return undefined;
  }
}

/** Why a request was not accepted, and whether that is certain. */
export function refusal(status: number, body: string): { certain: boolean; failure: Failure } {
  const said = saidIn(body);
  const certain = !(mayHaveReached(body) ?? status >= 500);
  const known = BY_STATUS[status] ?? (status >= 500 ? serverFault(status, certain) : otherRefusal(status));
  return { certain, failure: said === undefined ? known : { ...known, said } };
}

function serverFault(status: number, certain: boolean): Failure {
  if (certain) {
    return {
      title: "The platform could not be reached.",
      advice: "Nothing was sent. Check the host that the relay was started with, and send again.",
    };
  }
  return {
    title: `The server failed (${status}): unknown whether it was sent.`,
    advice:
      "It may or may not have accepted the notification. It is not sent again by itself. Check on the platform before you send again.",
  };
}

function otherRefusal(status: number): Failure {
  return { title: `The server refused the request (${status}).`, advice: "Check the host and the stream ID." };
}

/** The answer to the POST never came. */
export const LOST: Failure = {
  title: "Unknown whether it was sent.",
  advice:
    "The connection broke before the answer came: the notification may or may not have been accepted. It is not sent again by itself. Check on the platform before you send again.",
};

export const NO_JOB: Failure = {
  title: "Unknown: the answer is not one of this API.",
  advice:
    "The server may or may not have accepted the notification; it is not sent again by itself. Check the host, and look on the platform for what became of it.",
};

/** Why a status call failed, short: it is said while the page keeps trying. */
export function statusTrouble(status: number | undefined): string {
  if (status === undefined) return "The server could not be reached.";
  if (status === 429) return "The server asks for fewer calls (429).";
  if (status === 401) return "The server no longer accepts the JWT (401).";
  if (status === 404) return "The server does not know this job (404).";
  return status >= 500 ? `The server failed (${status}).` : `The server refused the status call (${status}).`;
}
