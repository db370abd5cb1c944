/** Values that stay the same object while they say the same, so that nothing is drawn again for nothing. */
import { computed, type ReadonlySignal } from "@preact/signals";

export function steady<Value>(
  read: () => Value,
  isSame: (one: Value, other: Value) => boolean,
): ReadonlySignal<Value> {
  let last: { value: Value } | undefined;
  return computed(() => {
    const value = read();
    if (!last || !isSame(last.value, value)) last = { value };
    return last.value;
  });
}

export function sameItems(one: ArrayLike<unknown>, other: ArrayLike<unknown>): boolean {
  if (one.length !== other.length) return false;
  for (let index = 0; index < one.length; index += 1) if (one[index] !== other[index]) return false;
  return true;
}

export function sameEntries(one: ReadonlyMap<unknown, unknown>, other: ReadonlyMap<unknown, unknown>): boolean {
  if (one.size !== other.size) return false;
  for (const [key, value] of one) if (!other.has(key) || other.get(key) !== value) return false;
  return true;
}
