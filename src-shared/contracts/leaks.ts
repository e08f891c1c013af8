import * as z from 'zod'
import { method } from './define.ts'
import { LeakCount, LeakKind, LeakOptions, LeakPair } from '../domain/leaks.ts'
import { ProjectHandle } from '../domain/vocabulary.ts'

export const leakMethods = {
  /** Result of the job: {counts: LeakCount[]}. */
  'leaks.check': method(z.object({ project: ProjectHandle, options: LeakOptions }), z.object({ job: z.string() })),
  /** The last check; null: there was none. */
  'leaks.last': method(z.object({ project: ProjectHandle }), z.object({ at: z.number(), options: LeakOptions, counts: z.array(LeakCount) }).nullable()),
  /** Pairs of the last check, worst first; at most 1,000 of a kind are kept. */
  'leaks.pairs': method(
    z.object({ project: ProjectHandle, kind: LeakKind, start: z.int().min(0), count: z.int().min(0).max(200) }),
    z.object({ total: z.int(), kept: z.int(), pairs: z.array(LeakPair) })
  )
}
