import { SplitRule } from '#shared/domain/splits.ts'
import type { JobRunner } from '../jobs/job-queue.ts'
import { divideInThread } from './divide-in-thread.ts'
import { forgetChange, keepChange, readChange, writeChange, type SplitChange } from './former-splits.ts'

/**
 * Divides the places. What is about to change is kept first; stopped, failed or killed half way, the splits are put back as
 * they were, and resumed it begins anew.
 */
export function splitRunner(): JobRunner {
  return {
    kind: 'split',
    title: (params) => titleOf(SplitRule.parse(params['rule'])),
    async run(context) {
      const rule = SplitRule.parse(context.params['rule'])
      const { project, signal, id } = context
      const changed = (): void => {
        project.dataVersion++
        context.emit({ type: 'changed', project: project.handle, what: ['places'] })
      }
      const broken = await readChange(project, id)
      if (broken !== null) {
        await writeChange(project, broken.change, 'take back')
        await forgetChange(project, id)
      }
      context.progress({ phase: 'dividing the places', done: 0, total: null })
      const { ids, before, splitOf, overview } = await divideInThread(project, rule, signal)
      const at = Int32Array.from(ids.keys()).filter((i) => before[i] !== splitOf[i])
      const change: SplitChange = { ids: at.map((i) => ids[i] as number), from: Uint8Array.from(at, (i) => before[i] as number), to: Uint8Array.from(at, (i) => splitOf[i] as number) }
      if (at.length === 0) return { ...overview }
      await keepChange(project, { job: id, title: titleOf(rule), at: Date.now(), change })
      try {
        await writeChange(project, change, 'make', (done) => {
          context.progress({ phase: 'writing the splits', done, total: at.length })
          signal.throwIfAborted()
        })
      } catch (thrown) {
        await writeChange(project, change, 'take back')
        await forgetChange(project, id)
        throw thrown
      } finally {
        changed()
      }
      return { ...overview }
    }
  }
}

function titleOf(rule: SplitRule): string {
  const buffer = rule.kind !== 'places' && rule.bufferM > 0 ? `, ${rule.bufferM} m apart` : ''
  switch (rule.kind) {
    case 'region':
      return `divide by region${buffer}`
    case 'continent':
      return `divide by continent, ${rule.test.join(' and ')} for the test${buffer}`
    case 'random':
      return `divide at random${buffer}`
    case 'places':
      return `move ${rule.places.length} ${rule.places.length === 1 ? 'place' : 'places'} to ${rule.split ?? 'no split'}`
  }
}
