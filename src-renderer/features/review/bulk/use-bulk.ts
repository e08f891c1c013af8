import { useI18n } from 'vue-i18n'
import type { MethodInput } from '#shared/contracts/index.ts'
import type { Job } from '#shared/domain/job.ts'
import { useFormat } from '../../../i18n/index.ts'
import { engine, useJobs, useSettings } from '../../../platform/index.ts'
import { toast } from '../../../ui/index.ts'
import type { BulkTarget } from './bulk-target.ts'

type Change = MethodInput<'bulk.start'>['change']

interface After {
  /** Takes back the annotator's newest step, and shows what follows from it. */
  undo(): void
  /** Many captions have changed. */
  changed(): void
}

/** Starts what is done to many captions, and tells how it ended with the way to take it back. */
export function useBulk(project: string, after: After) {
  const { t } = useI18n()
  const { number } = useFormat()
  const settings = useSettings()
  const jobs = useJobs()
  const captions = (n: number): string => t('review.bulk.captions', { n: number(n) }, n)

  /** Resolves when it has begun; what it does goes on behind, in the status bar and under Jobs. */
  async function start({ filter, captions: named }: BulkTarget, change: Change, hidden = false): Promise<void> {
    const uuid = crypto.randomUUID()
    const target = named === undefined ? { filter } : { captions: [...named] }
    const { job } = await engine.call('bulk.start', { project, uuid, annotator: settings.annotator, at: Date.now(), ...target, change, hidden })
    void jobs.ending(job).then((ended) => tell(ended, change.action, uuid))
  }

  async function tell(job: Job, action: Change['action'], uuid: string): Promise<void> {
    after.changed()
    const undo = { label: t('review.bulk.undo'), run: () => void takeBack(uuid) }
    if (job.state === 'done') {
      const { event, captions: n, leftOut, undone } = job.result as { event: string | null; captions: number; leftOut: number; undone: boolean }
      const hint = leftOut > 0 ? t('review.bulk.leftOutShort', { n: number(leftOut) }) : undefined
      if (undone) toast({ tone: 'info', text: t('review.bulk.undone') })
      else if (event === null) toast({ tone: 'info', text: t('review.bulk.nothing'), hint })
      else toast({ tone: 'truth', text: t(`review.bulk.done.${action}`, { n: captions(n) }), hint, action: undo }, 15)
      return
    }
    const some = (await engine.call('bulk.outcome', { project, uuid }).catch(() => null))?.captions ?? 0
    if (job.state === 'failed') toast({ tone: 'wrong', text: t('review.bulk.failed'), hint: job.error?.message, ...(some > 0 ? { action: undo } : {}) })
    else if (some > 0) toast({ tone: 'info', text: t('review.bulk.stopped', { n: captions(some) }), action: undo }, 15)
  }

  /** An undo takes back the newest step: where that is another by now, it says so and leaves it to the person. */
  async function takeBack(uuid: string): Promise<void> {
    const [newest] = await engine.call('review.log', { project, annotator: settings.annotator, count: 1 }).catch(() => [])
    if (newest?.uuid === uuid) after.undo()
    else toast({ tone: 'info', text: t('review.bulk.notNewest') })
  }

  return { start }
}
