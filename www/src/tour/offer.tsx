import { later } from "../controls/later";
import { beginTour, BUTTON, declineTour, isOffered, step } from "./state";

/** On the first visit. It waits to be noticed: it takes no focus, and hides nothing. */
export function TourOffer() {
  if (!isOffered.value) return null;
  return (
    <div class="strip strip-note tour-offer" role="region" aria-label="Tour">
      <p>New here? A tour of two minutes shows what this page does.</p>
      <button type="button" class="button small" onClick={beginTour}>
        Take the tour
      </button>
      <button type="button" class="link" onClick={declineTour}>
        No, thanks
      </button>
    </div>
  );
}

export function TourButton() {
  return (
    <button type="button" id={BUTTON} class="button" aria-haspopup="dialog" onClick={beginTour}>
      Tour
    </button>
  );
}

const Card = later(async () => (await import("./card")).TourCard);

export function Tour() {
  return step.value === undefined ? null : <Card at={step.value} />;
}
