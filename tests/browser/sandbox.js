// @ts-check
/** The sandbox behind a server's link, used as a program would. */
import assert from "node:assert/strict";
import { partsOf } from "../server.js";

/** @typedef {Awaited<ReturnType<typeof import("./harness.js").startApp>>} App */

/**
 * @param {string} link
 * @param {object | string} payload
 */
export function post(link, payload) {
  const { stream, token } = partsOf(link);
  return fetch(new URL(`/api/public/bot/${stream}/notifyV2`, link), {
    method: "POST",
    headers: { "content-type": "application/json", auth: token },
    body: typeof payload === "string" ? payload : JSON.stringify(payload),
  });
}

/**
 * Send what is to be accepted; the job.
 * @param {string} link
 * @param {object | string} payload
 * @returns {Promise<{ _id: string }>}
 */
export async function send(link, payload) {
  const answer = await post(link, payload);
  const text = await answer.text();
  assert.equal(answer.status, 200, text);
  return JSON.parse(text);
}

/**
 * No messages and no faults, as at the start.
 * @param {string} link
 */
export async function clear(link) {
  for (const path of ["/sandbox/inbox", "/sandbox/faults"]) {
    const answer = await fetch(new URL(path, link), { method: "DELETE" });
    assert.equal(answer.status, 200, path);
  }
}

/**
 * The inbox in a page of its own.
 * @param {App} app
 * @param {Parameters<App["open"]>[0]} [options]
 */
export const openInbox = (app, options = {}) =>
  app.open({ link: new URL("/inbox", app.link).href, heading: "Inbox", ...options });
