import type { Database } from 'better-sqlite3'
import { statement } from '../statement.ts'
import { allPlaces, captionColumns, type CaptionColumns } from './filter-columns.ts'
import { IdSet } from './filter-set.ts'

/** A condition over captions or over places. Leaves are asked when they are needed, and once. */
export type Condition =
  | { readonly type: 'leaf'; readonly of: 'caption' | 'place'; readonly ids: () => IdSet }
  | { readonly type: 'and' | 'or'; readonly items: readonly Condition[] }
  | { readonly type: 'not'; readonly item: Condition }

interface Found {
  readonly of: 'caption' | 'place'
  readonly set: IdSet
}

/**
 * Where a filter is worked out: the root captions and the places of a project. Every condition is a set of ids; a
 * condition on places holds for their captions.
 */
export class FilterSpace {
  readonly db: Database
  /** The annotator whom `me` means. */
  readonly me: string | undefined
  /** Milliseconds since 1970, for `reviewed<7d`. */
  readonly now: number

  constructor(db: Database, me: string | undefined, now: number) {
    this.db = db
    this.me = me
    this.now = now
  }

  get captions(): CaptionColumns {
    return captionColumns(this.db)
  }

  get places(): IdSet {
    return allPlaces(this.db)
  }

  /** The captions that a statement lists. Its SQL is fixed; values are bound. */
  captionIds(sql: string, ...values: (string | number)[]): IdSet {
    return IdSet.of(statement<unknown[], number>(this.db, sql).pluck().all(...values) as number[], this.captions.roots.size)
  }

  placeIds(sql: string, ...values: (string | number)[]): IdSet {
    return IdSet.of(statement<unknown[], number>(this.db, sql).pluck().all(...values) as number[], this.places.size)
  }

  caption(ids: () => IdSet): Condition {
    return { type: 'leaf', of: 'caption', ids: once(ids) }
  }

  place(ids: () => IdSet): Condition {
    return { type: 'leaf', of: 'place', ids: once(ids) }
  }

  captionsWhere(sql: string, ...values: (string | number)[]): Condition {
    return this.caption(() => this.captionIds(sql, ...values))
  }

  placesWhere(sql: string, ...values: (string | number)[]): Condition {
    return this.place(() => this.placeIds(sql, ...values))
  }

  not(set: IdSet): IdSet {
    return this.captions.roots.copy().subtract(set)
  }

  /** Root captions of which the condition is true. */
  fittingCaptions(condition: Condition): IdSet {
    return this.#asCaptions(this.#find(condition)).copy().intersect(this.captions.roots)
  }

  /**
   * Places of which the condition is true for at least one of their captions. A place without captions is taken as if it
   * had one for which no condition on captions holds.
   */
  fittingPlaces(condition: Condition): IdSet {
    const found = this.#find(condition)
    if (found.of === 'place') return found.set.copy().intersect(this.places)
    const fitting = this.#placesOf(found.set.copy().intersect(this.captions.roots))
    const bare = this.places.copy().subtract(this.#placesOf(this.captions.roots))
    return bare.isEmpty ? fitting : fitting.unite(this.#withoutCaptions(condition).copy().intersect(bare))
  }

  #find(condition: Condition): Found {
    switch (condition.type) {
      case 'leaf':
        return { of: condition.of, set: condition.ids() }
      case 'not': {
        const { of, set } = this.#find(condition.item)
        return { of, set: (of === 'place' ? this.places : this.captions.roots).copy().subtract(set) }
      }
      case 'and':
      case 'or':
        return this.#combine(condition.items.map((item) => this.#find(item)), condition.type)
    }
  }

  /** What is of places is joined first: it costs less there, and means the same. */
  #combine(found: readonly Found[], how: 'and' | 'or'): Found {
    const join = (sets: readonly IdSet[]): IdSet | null => {
      const [first, ...others] = sets
      return first === undefined ? null : others.reduce((all, set) => (how === 'and' ? all.intersect(set) : all.unite(set)), first.copy())
    }
    const places = join(found.flatMap(({ of, set }) => (of === 'place' ? [set] : [])))
    const captions = join(found.flatMap(({ of, set }) => (of === 'caption' ? [set] : [])))
    if (captions === null) return { of: 'place', set: places ?? (how === 'and' ? this.places : new IdSet(this.places.size)) }
    if (places === null) return { of: 'caption', set: captions }
    const lifted = this.#asCaptions({ of: 'place', set: places })
    return { of: 'caption', set: how === 'and' ? captions.intersect(lifted) : captions.unite(lifted) }
  }

  #asCaptions({ of, set }: Found): IdSet {
    if (of === 'caption') return set
    const { roots, place } = this.captions
    const captions = new IdSet(roots.size)
    roots.forEach((id) => {
      if (set.has(place[id] ?? 0)) captions.add(id)
    })
    return captions
  }

  #placesOf(captions: IdSet): IdSet {
    const { place } = this.captions
    const places = new IdSet(this.places.size)
    captions.forEach((id) => places.add(place[id] ?? 0))
    return places
  }

  #withoutCaptions(condition: Condition): IdSet {
    switch (condition.type) {
      case 'leaf':
        return condition.of === 'place' ? condition.ids() : new IdSet(this.places.size)
      case 'not':
        return this.places.copy().subtract(this.#withoutCaptions(condition.item))
      case 'and':
        return condition.items.reduce((all, item) => all.intersect(this.#withoutCaptions(item)), this.places.copy())
      case 'or':
        return condition.items.reduce((all, item) => all.unite(this.#withoutCaptions(item)), new IdSet(this.places.size))
    }
  }
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null
  return () => (made ??= { value: make() }).value
}
