/** Faults in force are said at the top of every page: who forgets them looks for a mistake that is none. */
import { WarningIcon } from "../controls/icons";
import { Sentence, Words } from "../controls/words";
import { inForce, trouble, turnOff } from "./faults";

function listed(phrases: readonly string[]): string {
  return phrases.length < 2 ? phrases.join("") : `${phrases.slice(0, -1).join(", ")}, and ${phrases.at(-1)}`;
}

/** `way` leads to the form, where that is elsewhere. */
export function FaultsStrip({ way }: { way?: { href: string; target: string } }) {
  const phrases = inForce.value;
  return (
    <div role="status">
      {phrases.length > 0 && (
        <p class="strip faults-strip">
          <WarningIcon />
          <strong>Faults are on</strong>
          <span class="faults-words">
            <Words of={listed(phrases)} />
            {trouble.value && (
              <strong class="faults-trouble">
                <Sentence of={trouble.value} />
              </strong>
            )}
          </span>
          {way && <a {...way}>Change them</a>}
          <button type="button" class="button small" onClick={() => void turnOff()}>
            Turn all off
          </button>
        </p>
      )}
    </div>
  );
}
