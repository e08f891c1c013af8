import { Tag } from '#shared/domain/review-events.ts'

/** What can be added for what was typed: tags of the project that hold it (those that begin with it first), at most `limit`, and itself where it is new. */
export function completeTag(typed: string, known: readonly string[], present: readonly string[], limit = 8): { tag: string; isNew: boolean }[] {
  const wanted = typed.trim()
  const needle = wanted.toLocaleLowerCase()
  const free = known.filter((tag) => !present.includes(tag))
  const holding = free.filter((tag) => tag.toLocaleLowerCase().includes(needle))
  const first = holding.filter((tag) => tag.toLocaleLowerCase().startsWith(needle))
  const found = [...first, ...holding.filter((tag) => !first.includes(tag))].slice(0, limit).map((tag) => ({ tag, isNew: false }))
  const exact = [...known, ...present].some((tag) => tag.toLocaleLowerCase() === needle)
  return wanted !== '' && !exact && isTag(wanted) ? [...found, { tag: wanted, isNew: true }] : found
}

export function isTag(typed: string): boolean {
  return Tag.safeParse(typed).success
}
