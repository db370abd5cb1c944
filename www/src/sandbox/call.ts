/** Calls to the sandbox's own routes, and its refusals. */

/** The server answered, and did not do it: why, in its own words. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

interface Errors {
  errors?: readonly { msg?: unknown }[];
}

async function reasonIn(response: Response): Promise<string> {
  try {
    const { errors } = (await response.json()) as Errors;
    const [first] = errors ?? [];
    if (typeof first?.msg === "string") return first.msg;
  } catch {
    // No JSON: the status alone has to do.
  }
  return `the server answered with ${response.status}`;
}

type Method = "GET" | "PUT" | "POST" | "DELETE";

export async function call(method: Method, path: string, body?: unknown): Promise<Response> {
  const content = body === undefined ? {} : { body: JSON.stringify(body), headers: { "content-type": "application/json" } };
  const response = await fetch(path, { method, ...content });
  if (!response.ok) throw new Refused(response.status, await reasonIn(response));
  return response;
}

/** Why a call failed, for people. */
export function reasonOf(error: unknown): string {
  if (error instanceof Refused) return error.message;
  return "the sandbox cannot be reached: start it again with `notify-preflight serve`, then try once more";
}
