/** Starting the worker under a policy that takes no plain strings for scripts. */
import address from "./worker?worker&url";

interface Policy {
  createScriptURL(address: string): string;
}

interface TrustedTypes {
  createPolicy(name: string, rules: Policy): Policy;
}

/** The worker's own address is the one thing that may become a script. */
const rules: Policy = {
  createScriptURL(candidate) {
    if (candidate !== address) throw new TypeError("not the worker of this page");
    return candidate;
  },
};

const policy = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes?.createPolicy("notify-preflight", rules) ?? rules;

export function openWorker(): Worker {
  return new Worker(policy.createScriptURL(address), { type: "module", name: "notify-preflight" });
}
