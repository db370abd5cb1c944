/** The tour's card: it stands beside what it is about, and everything stays in reach. */
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { load } from "../header/samples";
import { identityCount } from "../outline";
import { SAMPLES } from "../samples";
import { endTour, step } from "./state";
import { type Step, STEPS } from "./steps";

/** Sets apart what the tour is about, and brings it into view. */
function usePointing(about: string): void {
  useEffect(() => {
    const element = document.querySelector<HTMLElement>(about);
    if (!element) return;
    element.dataset["tour"] = "here";
    element.scrollIntoView({ block: "start" });
    return () => delete element.dataset["tour"];
  }, [about]);
}

/** Something to try it with, unless the author has begun. */
function LoadSample({ onLoaded }: { onLoaded: () => void }) {
  const [sample] = SAMPLES;
  if (!sample || identityCount.value > 0) return null;
  const loadIt = () => {
    // The button goes with it, and the focus must not.
    onLoaded();
    load(sample.text);
  };
  return (
    <p>
      <button type="button" class="link" onClick={loadIt}>
        Load a sample to see it at work
      </button>
    </p>
  );
}

function Card({ at, title, words, about, corner }: Step & { at: number }) {
  const onward = useRef<HTMLButtonElement>(null);
  const isLast = at === STEPS.length - 1;
  usePointing(about);
  // The author asked for it, so the focus may come here; it stays on one button, and the words are heard as they change.
  useLayoutEffect(() => onward.current?.focus({ preventScroll: true }), [at]);
  return (
    <section
      class={`tour tour-${corner}`}
      role="dialog"
      aria-labelledby="tour-title"
      aria-describedby="tour-words"
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.preventDefault();
        endTour();
      }}
    >
      <div aria-live="polite" aria-atomic="true">
        <p class="faint">
          Step {at + 1} of {STEPS.length}
        </p>
        <h2 id="tour-title">{title}</h2>
        <p id="tour-words">{words}</p>
      </div>
      <LoadSample onLoaded={() => onward.current?.focus()} />
      <div class="tour-buttons">
        {!isLast && (
          <button type="button" class="link" onClick={endTour}>
            Skip the tour
          </button>
        )}
        {at > 0 && (
          <button type="button" class="button small" onClick={() => (step.value = at - 1)}>
            Back
          </button>
        )}
        <button
          ref={onward}
          type="button"
          class="button small primary"
          onClick={() => (isLast ? endTour() : (step.value = at + 1))}
        >
          {isLast ? "Done" : "Next"}
        </button>
      </div>
    </section>
  );
}

export function TourCard({ at }: { at: number }) {
  const shown = STEPS[at];
  return shown ? <Card at={at} {...shown} /> : null;
}
