/** Parts of the page that its first view does not need: fetched once that stands, or when they are asked for. */
import { signal } from "@preact/signals";
import type { ComponentType } from "preact";
import { useEffect } from "preact/hooks";
import { idle } from "../moments";

const awaited: (() => Promise<unknown>)[] = [];

/** Have something fetched with the rest. */
export function afterwards(fetch: () => Promise<unknown>): void {
  awaited.push(fetch);
}

/** Fetch the rest of the page, one part after the other. */
export async function fetchTheRest(): Promise<void> {
  await idle();
  for (const fetch of awaited) {
    // Whoever asks for it later fetches it anew, and says what is wrong.
    await fetch().catch(() => {});
  }
}

/** Fetch some of it before the page is drawn. What does not come says so in its place. */
export async function fetchFirst(parts: readonly { fetch: () => Promise<void> }[]): Promise<void> {
  await Promise.allSettled(parts.map((part) => part.fetch()));
}

function NotThere({ onRetry }: { onRetry: () => void }) {
  return (
    <div class="strip strip-error" role="alert">
      This part of the page could not be fetched. Is its server still running?{" "}
      <button type="button" class="link" onClick={onRetry}>
        Try again
      </button>
    </div>
  );
}

export type LaterComponent<Props extends object> = ComponentType<Props> & { fetch: () => Promise<void> };

/** A component that is fetched later; nothing stands in its place until then. */
export function later<Props extends object>(fetch: () => Promise<ComponentType<Props>>): LaterComponent<Props> {
  const component = signal<ComponentType<Props> | undefined>(undefined);
  const isMissing = signal(false);
  const take = async () => {
    component.value = await fetch();
  };
  const ask = () => {
    isMissing.value = false;
    take().catch(() => (isMissing.value = true));
  };
  afterwards(take);

  function FetchedLater(props: Props) {
    const Component = component.value;
    useEffect(ask, []);
    if (Component) return <Component {...props} />;
    return isMissing.value ? <NotThere onRetry={ask} /> : null;
  }
  return Object.assign(FetchedLater, { fetch: take });
}
