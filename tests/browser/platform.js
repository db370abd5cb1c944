// @ts-check
/** A platform behind the relay, which answers as a test tells it to. */
import { createServer } from "node:http";

/** @typedef {{ method: string, url: string, headers: import("node:http").IncomingHttpHeaders, body: string }} Call */
/** @typedef {{ status?: number, headers?: Record<string, string>, body: string }} Answer */

/**
 * Calls that `answer` has nothing for are cut off.
 * @param {(call: Call) => Answer | undefined} answer
 */
export async function startPlatform(answer) {
  /** @type {Call[]} */
  const calls = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request.setEncoding("utf8")) body += chunk;
    const call = { method: request.method ?? "", url: request.url ?? "", headers: request.headers, body };
    calls.push(call);
    const answered = answer(call);
    if (!answered) return void request.socket.destroy();
    response.writeHead(answered.status ?? 200, { "content-type": "application/json", ...answered.headers });
    response.end(answered.body);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const address = /** @type {import("node:net").AddressInfo} */ (server.address());
  return {
    origin: `http://127.0.0.1:${address.port}`,
    calls,
    /** Stops it; a second time does nothing. */
    stop: () => new Promise((resolve) => server.close(resolve)),
  };
}

/**
 * What the platform makes of a send and of the status calls after it: all recipients get their message at once.
 * @param {Call} call
 * @returns {Answer}
 */
export function accepting({ method, body }) {
  if (method === "POST") {
    const identitiesCount = JSON.parse(body).identities.length;
    return { body: JSON.stringify({ _id: "ds-1", status: "IN_PROGRESS", store: { identitiesCount } }) };
  }
  return { body: JSON.stringify({ status: "SUCCESS", statusLogs: [], count: 0 }) };
}
