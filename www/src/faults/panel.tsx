/** The form of the faults. */
import type { ComponentChildren } from "preact";
import { Field } from "../controls/field";
import { sentence, Sentence, plain } from "../controls/words";
import { faults, inForce } from "./faults";
import { apply, clear, draft, type FieldName, isChanged, type Kind, problem, put, turn, type, undo } from "./form";
import { type Preset, PRESETS } from "./presets";

/** The field is there to be seen: its name need not be said once more. */
function problemAt(name: FieldName): string | undefined {
  const now = problem.value;
  if (now?.field !== name) return undefined;
  return plain(sentence(now.message.replace(`\`${name}\` `, "")));
}

interface Entry {
  name: FieldName;
  label: string;
  help?: string;
  mono?: boolean;
}

function Entry({ name, ...rest }: Entry) {
  return (
    <Field
      {...rest}
      id={`fault-${name}`}
      value={draft.value?.fields[name] ?? ""}
      problem={problemAt(name)}
      onInput={(value) => type(name, value)}
    />
  );
}

/** Steps of a hundredth; what a script has set more finely stays as it is until it is moved. */
function Probability({ name, label }: { name: FieldName; label: string }) {
  const value = draft.value?.fields[name] ?? "0";
  return (
    <div class="field">
      <label class="label" for={`fault-${name}`}>
        {label}
      </label>
      <div class="probability">
        <input
          id={`fault-${name}`}
          type="range"
          min="0"
          max="100"
          step="any"
          value={value}
          aria-valuetext={`${value} %`}
          onInput={(event) => type(name, String(Math.round(event.currentTarget.valueAsNumber)))}
        />
        <output for={`fault-${name}`}>{value} %</output>
      </div>
      {problemAt(name) && <p class="problem-note">{problemAt(name)}</p>}
    </div>
  );
}

interface FaultProps {
  kind: Kind;
  label: string;
  about: string;
  children: ComponentChildren;
}

function Fault({ kind, label, about, children }: FaultProps) {
  const on = draft.value?.on[kind] ?? false;
  return (
    <div class={on ? "fault fault-on" : "fault"}>
      <label class="check">
        <input type="checkbox" checked={on} onChange={(event) => turn(kind, event.currentTarget.checked)} />
        <span>
          <span class="fault-name">{label}</span>
          <span class="fault-about">{about}</span>
        </span>
      </label>
      {on && <div class="fault-fields">{children}</div>}
    </div>
  );
}

function AllFaults() {
  return (
    <>
      <Fault kind="refuse" label="Refuse sends" about="Answer with an error; nothing is accepted.">
        <Entry name="refuse.status" label="Status" mono />
        <Probability name="refuse.probability" label="How often" />
      </Fault>
      <Fault kind="drop" label="Lose answers" about="Accept, then close the connection: the sender cannot know.">
        <div class="fault-wide">
          <Probability name="drop.probability" label="How often" />
        </div>
      </Fault>
      <Fault kind="delay" label="Answer late" about="Milliseconds, drawn evenly between the two.">
        <Entry name="delay.least" label="At least" mono />
        <Entry name="delay.most" label="At most" mono />
      </Fault>
      <Fault kind="failing" label="Fail recipients" about="In an accepted job, those whose identity matches a pattern.">
        <div class="fault-wide">
          <Entry name="failing" label="Pattern" mono help="A regular expression: `@example\.org$`, say, or `^\+49`." />
        </div>
      </Fault>
      <Fault kind="rateLimit" label="Limit the rate" about="In place of the documented limits; calls for the status count.">
        <Entry name="rateLimit.perMinute" label="A minute" mono />
        <Entry name="rateLimit.perHour" label="An hour" mono />
      </Fault>
    </>
  );
}

/** Whether these faults are in force, and no other. */
function isSet({ faults: wanted }: Preset): boolean {
  const { seed: _, ...now } = faults.value ?? { seed: 0 };
  return Object.entries(now).every(([kind, fault]) => {
    const other = wanted[kind as keyof typeof wanted] ?? null;
    return JSON.stringify(fault) === JSON.stringify(other);
  });
}

function Presets() {
  return (
    <div class="presets" role="group" aria-label="Presets, in force at once">
      {PRESETS.map((preset) => (
        <button
          key={preset.name}
          type="button"
          class="button small"
          aria-pressed={isSet(preset)}
          onClick={() => void put(preset.faults)}
        >
          {preset.name}
        </button>
      ))}
    </div>
  );
}

function Buttons() {
  const general = problem.value?.field === undefined ? problem.value : undefined;
  return (
    <div class="fault-buttons">
      {general && (
        <p class="problem-note" role="alert">
          <Sentence of={general.message} />
        </p>
      )}
      <p class={isChanged.value ? "fault-state fault-state-changed" : "fault-state"} role="status">
        {isChanged.value ? "Changed, and not in force yet." : inForce.value.length > 0 ? "In force as it stands here." : "No fault is in force."}
      </p>
      <button type="submit" class="button primary" disabled={!isChanged.value}>
        Put in force
      </button>
      <button type="button" class="button" disabled={!isChanged.value} onClick={undo}>
        Undo
      </button>
    </div>
  );
}

export function FaultsPanel() {
  const isOn = inForce.value.length > 0;
  return (
    <section class="panel faults-panel" id="faults" aria-labelledby="faults-title" tabIndex={-1}>
      <header class="panel-head">
        <h2 id="faults-title">Faults</h2>
        <span class={isOn ? "badge badge-faults" : "badge badge-off"}>{isOn ? "On" : "Off"}</span>
        {isOn && (
          <button type="button" class="link" onClick={() => void clear()}>
            Turn all off
          </button>
        )}
      </header>
      {faults.value && draft.value ? (
        <form
          class="faults-form"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            void apply();
          }}
        >
          <p class="help">Meet a bad day here, before your code meets it out there.</p>
          <Presets />
          <AllFaults />
          <Entry name="seed" label="Seed" mono help="The same seed and the same sends in the same order meet the same faults." />
          <Buttons />
        </form>
      ) : (
        <p class="empty">{problem.value ? <Sentence of={problem.value.message} /> : "Loading…"}</p>
      )}
    </section>
  );
}
