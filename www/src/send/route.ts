/**
 * The way of a call: a browser lets this page call its own server only, and a relay passes on from there to the
 * upstreams that it lists.
 */
import { computed, effect } from "@preact/signals";
import type { ApiRequest } from "notify-preflight";
import { environment } from "./environment";
import { host } from "./target";

/** The header that tells a relay which of its upstreams is meant. */
const UPSTREAM = "x-notify-upstream";

/** The upstreams of a relay. */
export const upstreams = computed<readonly string[]>(() =>
  environment.value.mode === "relay" ? environment.value.upstream : [],
);

/** The call as this page's server takes it; undefined where the server does not pass on to the call's host. */
export function routed<Call extends Pick<ApiRequest, "url" | "headers">>(call: Call): Call | undefined {
  const { origin, pathname } = new URL(call.url);
  if (origin === location.origin) return call;
  if (!upstreams.value.includes(origin)) return undefined;
  return { ...call, url: location.origin + pathname, headers: { ...call.headers, [UPSTREAM]: origin } };
}

// A relay's host is the platform, as long as the author has named no other.
effect(() => {
  const [first] = upstreams.value;
  if (first !== undefined && host.peek() === location.origin) host.value = first;
});
