import type { DataFile } from '../data-file.ts'
import type { FigureText } from '../figure-text.ts'
import type { LandRings } from '../figures/land.ts'
import type { Block } from '../report-document.ts'
import type { GroupFacts, ReportFacts } from '../report-facts.ts'
import type { Words } from '../words/words.ts'

/** What every part of a report is composed from. */
export interface Composer {
  readonly facts: ReportFacts
  readonly words: Words
  readonly text: FigureText
  readonly land: readonly LandRings[]
  /** `95 %`. */
  readonly confidence: string
}

/** A part of a report, and the data behind it. */
export interface Section {
  readonly blocks: readonly Block[]
  readonly data: readonly DataFile[]
}

/** A group of runs of one protocol, and the end of its data files' names: empty for a report of one group. */
export interface GroupComposer extends Composer {
  readonly group: GroupFacts
  readonly suffix: string
}
