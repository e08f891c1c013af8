import * as z from 'zod'
import { method } from './define.ts'
import { SplitOverview, SplitRule } from '../domain/splits.ts'
import { ProjectHandle } from '../domain/vocabulary.ts'

export const splitMethods = {
  /** What a rule would give; null: the splits as they are. Changes nothing. */
  'splits.preview': method(z.object({ project: ProjectHandle, rule: SplitRule.nullable() }), SplitOverview),
  /** Result of the job: a SplitOverview. The splits as they were are kept, and can be had back. */
  'splits.assign': method(z.object({ project: ProjectHandle, rule: SplitRule }), z.object({ job: z.string() })),
  /** The assignment that `splits.undo` would take back; null: there is none. */
  'splits.last': method(z.object({ project: ProjectHandle }), z.object({ job: z.string(), title: z.string(), at: z.number(), places: z.int() }).nullable()),
  /** Gives the places of the last assignment the splits that they had before it; those that were changed again since stay. */
  'splits.undo': method(z.object({ project: ProjectHandle }), z.object({ restored: z.int(), changedSince: z.int() }))
}
