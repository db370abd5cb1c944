import { environment } from "./environment";
import { host } from "./target";

/** Whether what is sent reaches people. */
export function Badge() {
  const server = environment.value;
  if (server.mode === "sandbox") return <span class="badge badge-sandbox">Sandbox</span>;
  if (server.mode === "relay") return <span class="badge badge-real">Real</span>;
  return <span class="badge badge-unknown">Unknown server</span>;
}

export function reach(): string {
  const server = environment.value;
  if (server.mode === "sandbox") return "Nothing leaves this computer. No one is notified.";
  if (server.mode === "relay") {
    const platforms = server.upstream.includes(host.value) ? host.value : server.upstream.join(", ");
    return `Reaches people, through ${platforms || "the platform"}.`;
  }
  return "This server does not say whether it is a sandbox: treat it as real.";
}
