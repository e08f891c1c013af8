import { basename } from 'node:path'
import type { ImportFormat } from '#shared/contracts/imports.ts'
import { splits, type Split, type ViewKind } from '#shared/domain/vocabulary.ts'
import { objectField, toSplit } from './record-from-fields.ts'
import type { ByteCounter } from './text-lines.ts'
import type { OpenedSource, ReadItem } from './source-record.ts'

/** A source whose format fixes what its fields mean: there is no mapping to edit. */
export interface ListedSource {
  readonly format: ImportFormat
  readonly base: string
  readonly columns?: readonly string[]
  readonly defaultKind: ViewKind
  readonly total: number | null
  records(counter: ByteCounter, signal: AbortSignal | undefined, skip: number): AsyncGenerator<readonly (ReadItem | null)[]>
}

export function listedSource(source: ListedSource): OpenedSource {
  const counter: ByteCounter = { bytes: 0 }
  return {
    format: source.format,
    base: source.base,
    columns: source.columns ?? [],
    mapping: {},
    defaultKind: source.defaultKind,
    total: source.total,
    done: () => counter.bytes,
    async *read({ skip, signal }) {
      counter.bytes = 0
      yield* source.records(counter, signal, skip)
    }
  }
}

/** The split that a file name says beside other words (`precomp_train_caps.txt`), or null. */
export function splitFromName(path: string): Split | null {
  const words = basename(path).toLowerCase().split(/[^a-z]+/).filter((word) => word !== '')
  // The extension is a word too: `test.csv` alone says nothing about its rows.
  if (words.length < 3) return null
  for (const word of words) {
    const split = toSplit(word)
    if (split !== null && splits.includes(split)) return split
  }
  return null
}

/** An own string property, or null. */
export function stringField(value: unknown, key: string): string | null {
  const field = objectField(value, key)
  return typeof field === 'string' && field !== '' ? field : null
}
