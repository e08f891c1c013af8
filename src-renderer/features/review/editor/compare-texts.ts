import type { ReviewItem } from '#shared/contracts/review.ts'

/** A text that a caption can be compared with. */
export interface Comparison {
  readonly id: string
  readonly kind: 'first' | 'revision' | 'head' | 'other'
  readonly text: string
  readonly author: string
  /** Milliseconds since 1970; null where it is not known. */
  readonly at: number | null
  /** Of a revision: its number, from 1. */
  readonly version: number | null
}

/**
 * What there is to compare a caption with: the first text, its revisions (the present one while it is edited only), and
 * the other captions of its place.
 */
export function comparisons(item: ReviewItem, editing: boolean): Comparison[] {
  // Revisions end with the head, which after an undo may be the oldest.
  const written = [...item.revisions].sort((a, b) => a.id - b.id)
  const revisions = written.flatMap((revision, i): Comparison[] => {
    const head = revision.id === item.caption.head
    if (revision.id === item.caption.id) return [{ id: 'first', kind: 'first', text: revision.text, author: revision.author, at: revision.createdAt, version: 1 }]
    if (head && !editing) return []
    return [{ id: `revision-${revision.id}`, kind: head ? 'head' : 'revision', text: revision.text, author: revision.author, at: revision.createdAt, version: i + 1 }]
  })
  const others = item.detail.captions
    .filter(({ id }) => id !== item.caption.id)
    .map((other): Comparison => ({ id: `other-${other.id}`, kind: 'other', text: other.text, author: other.author, at: other.reviewedAt, version: null }))
  return [...revisions, ...others]
}
