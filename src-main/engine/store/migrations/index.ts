import { first } from './0001-first.ts'
import { reviewInATeam } from './0002-review-in-a-team.ts'
import { filterIndexes } from './0003-filter-indexes.ts'
import { workPackages } from './0004-work-packages.ts'
import { historyIndexes } from './0005-history-indexes.ts'
import { captionAgreement } from './0006-caption-agreement.ts'
import { runFacts } from './0007-run-facts.ts'
import type { Migration } from './migration.ts'

/** In order; `id` counts from 1 without gaps. To add one: a new file, a line here, a test that migrates an old project. */
export const migrations: readonly Migration[] = [first, reviewInATeam, filterIndexes, workPackages, historyIndexes, captionAgreement, runFacts]

export const schemaVersion = migrations.length
