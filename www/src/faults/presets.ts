/** Bad days by name. */
import type { Faults } from "./faults";

export interface Preset {
  name: string;
  faults: Partial<Faults>;
}

export const PRESETS: readonly Preset[] = [
  {
    name: "Flaky",
    faults: { refuse: { status: 503, probability: 0.3 }, drop: { probability: 0.05 }, delay: { least: 50, most: 1500 } },
  },
  { name: "Slow", faults: { delay: { least: 3000, most: 8000 } } },
  { name: "Rate limited", faults: { rateLimit: { perMinute: 5, perHour: 100 } } },
  { name: "Answer lost", faults: { drop: { probability: 1 } } },
  { name: "Down", faults: { refuse: { status: 503, probability: 1 } } },
];
