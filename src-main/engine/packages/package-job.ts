import { basename } from 'node:path'
import type { JobContext, JobRunner } from '../jobs/job-queue.ts'
import { makePackage, type MakeParams } from './make-package.ts'
import { writeAnswers, type AnswersParams } from './write-answers.ts'

export type PackageParams = MakeParams | AnswersParams

/** Writes one file: a work package, or the answers to one. Stopped, it leaves nothing behind; resumed, it begins again. */
export function packageRunner(): JobRunner<PackageParams, null> {
  return {
    kind: 'package',
    onlyReads: () => true,
    title: (params) => `${params.action === 'make' ? 'Make' : 'Answers'} ${basename(params.out)}`,
    run: (context) => (isMake(context) ? makePackage(context) : writeAnswers(context as JobContext<AnswersParams>))
  }
}

function isMake(context: JobContext<PackageParams>): context is JobContext<MakeParams> {
  return context.params.action === 'make'
}
