/**
 * Applies `work` to the items of `source` with up to `ahead` in flight, and yields results in the order of the items.
 * A rejection is thrown when its turn comes; what is still in flight is then left to end by itself.
 */
export async function* orderedLookahead<T, R>(source: AsyncIterable<T>, ahead: number, work: (item: T) => Promise<R>): AsyncGenerator<R> {
  const flying: Promise<R>[] = []
  for await (const item of source) {
    const result = work(item)
    // Its turn to be awaited may come after it failed; that is not an unhandled rejection.
    result.catch(() => {})
    flying.push(result)
    if (flying.length >= ahead) yield await (flying.shift() as Promise<R>)
  }
  for (const result of flying) yield await result
}

/** Groups items; `size` is asked anew for each group. */
export async function* inGroups<T>(source: AsyncIterable<T>, size: () => number): AsyncGenerator<T[]> {
  let group: T[] = []
  for await (const item of source) {
    group.push(item)
    if (group.length < size()) continue
    yield group
    group = []
  }
  if (group.length) yield group
}
