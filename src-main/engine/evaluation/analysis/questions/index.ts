import { arcs } from './arcs.ts'
import { density } from './density.ts'
import { distribution } from './distribution.ts'
import { members } from './members.ts'
import { outlines } from './outlines.ts'
import { queries } from './query-list.ts'
import { power, runPairs } from './run-pairs.ts'
import { runTable } from './run-table.ts'
import { count } from './sample-size.ts'
import { scatter } from './scatter.ts'
import { slices } from './slices.ts'

/** Every question that the analysis thread answers. To add one: a pure function in a file beside this, a line here. */
export const questions = { count, arcs, density, distribution, members, outlines, power, queries, runPairs, runTable, scatter, slices } as const

export type QuestionName = keyof typeof questions
export type QuestionArgs<N extends QuestionName> = Parameters<(typeof questions)[N]>[0]['args']
export type QuestionAnswer<N extends QuestionName> = ReturnType<(typeof questions)[N]>
