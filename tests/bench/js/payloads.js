// The payloads that are measured: those of ../src/lib.rs, in two alphabets, and one that is broken.

/** @typedef {{ identities: number, parameters: number, characters?: number, isCyrillic?: boolean }} Size */
/** @typedef {{ email?: unknown, parameters?: unknown, [field: string]: unknown }} Identity */

/** What is measured, by the name it has in the tables. */
export const SIZES = /** @satisfies {Record<string, Size>} */ ({
  "10x3": { identities: 10, parameters: 3 },
  "1000x0": { identities: 1000, parameters: 0 },
  "1000x3": { identities: 1000, parameters: 3 },
  "1000x20": { identities: 1000, parameters: 20 },
  max: { identities: 1000, parameters: 20, characters: 200 },
  "1000x20, Cyrillic": { identities: 1000, parameters: 20, isCyrillic: true },
  "max, Cyrillic": { identities: 1000, parameters: 20, characters: 200, isCyrillic: true },
});

/** @param {Size} size */
export function payload({ identities, parameters, characters = 20, isCyrillic = false }) {
  const [opening, words] = isCyrillic ? ["Хорошие новости", "и не только"] : ["Good news", "and more"];
  const letters = (isCyrillic ? "абвгдежзик" : "abcdefghij").repeat(20);
  const value = (/** @type {number} */ identity, /** @type {number} */ key) =>
    `${digits(identity, 6)} ${digits(key, 2)} ${letters}`.slice(0, characters);
  const keys = Array.from({ length: parameters }, (_, key) => key);
  return {
    channel: "ivr",
    message: { type: "text", value: keys.reduce((text, key) => `${text}, {key${key}} ${words}`, opening) },
    identities: Array.from({ length: identities }, (_, identity) => ({
      email: `user${identity}@example.com`,
      parameters: Object.fromEntries(keys.map((key) => [`key${key}`, value(identity, key)])),
    })),
  };
}

/** @param {number} number @param {number} width */
const digits = (number, width) => String(number).padStart(width, "0");

/** How an identity is broken: each in one way that the schema rejects. @type {((identity: Identity) => Identity)[]} */
const BREAKS = [
  ({ email, ...rest }) => rest,
  ({ email, ...rest }) => ({ phoneNumber: email, ...rest }),
  ({ email, ...rest }) => ({ email: 1, ...rest }),
  (identity) => ({ ...identity, spaceId: "AAQAPWixxxx" }),
  (identity) => ({ ...identity, paramters: {} }),
  (identity) => ({ ...identity, customMessage: null }),
  ({ email }) => ({ email, parameters: [] }),
  ({ email }) => ({ email, parameters: { key0: "x".repeat(201), key1: "", key2: "" } }),
  ({ email }) => ({ email, parameters: { key0: "", key1: 1, key2: "" } }),
  ({ email }) => ({ email, parameters: Object.fromEntries(Array.from({ length: 21 }, (_, key) => [`key${key}`, ""])) }),
];

/** 1000 × 3, one identity in ten broken: a hundred places. */
export function broken() {
  const sound = payload(SIZES["1000x3"]);
  const identities = sound.identities.map((identity, index) => {
    const way = BREAKS[(index / 10) % BREAKS.length];
    return index % 10 === 0 && way ? way(identity) : identity;
  });
  return { ...sound, identities };
}
