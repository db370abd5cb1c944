import { choose } from "../chosen";
import { replaceText } from "../document";
import { SAMPLES, type Sample } from "../samples";

export function load(text: string): void {
  replaceText(text);
  choose(0);
}

function SampleButton({ sample }: { sample: Sample }) {
  return (
    <button type="button" class="sample" onClick={() => load(sample.text)}>
      <strong>{sample.name}</strong>
      <span>{sample.about}</span>
    </button>
  );
}

export function SampleButtons() {
  return (
    <div class="samples">
      {SAMPLES.map((sample) => (
        <SampleButton key={sample.id} sample={sample} />
      ))}
    </div>
  );
}

/** The samples as a list in the header; undo brings the old text back. */
export function SampleMenu() {
  return (
    <label class="sample-menu">
      <span class="visually-hidden">Start from a sample</span>
      <select
        value=""
        onChange={(event) => {
          const sample = SAMPLES.find((candidate) => candidate.id === event.currentTarget.value);
          event.currentTarget.value = "";
          if (sample) load(sample.text);
        }}
      >
        <option value="" disabled hidden>
          Samples
        </option>
        {SAMPLES.map((sample) => (
          <option key={sample.id} value={sample.id}>
            {sample.name}
          </option>
        ))}
      </select>
    </label>
  );
}
