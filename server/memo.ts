/** Derived facts, kept as long as what they derive from. */

/** `derive` with a memory: computed once for each key, and forgotten with it. */
export function memo<Key extends object, Value>(derive: (key: Key) => Value): (key: Key) => Value {
  const known = new WeakMap<Key, { readonly value: Value }>()
  return key => {
    let entry = known.get(key)
    if (entry === undefined) {
      entry = { value: derive(key) }
      known.set(key, entry)
    }
    return entry.value
  }
}
