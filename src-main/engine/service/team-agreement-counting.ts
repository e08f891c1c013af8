import type { TeamAgreement } from '#shared/contracts/team.ts'
import type { Filter } from '#shared/domain/filter.ts'
import { AgreementThread } from '../evaluation/agreement/agreement-thread.ts'
import type { OpenProject } from '../store/open-project.ts'
import type { CountingContext } from './kept-countings.ts'
import { teamScope } from './team-captions.ts'

/** Caption ids that are looked through for shared captions in one step. */
const span = 20_000
/** Captions whose opinions are read in one step: some ten milliseconds of a reader. */
const chunk = 100

/** Agreement of all annotators over the captions of a filter: read in steps, added up in a thread of its own. */
export async function countAgreement(
  project: OpenProject,
  { filter, viewer, apart, seed }: { filter: Filter; viewer: string | undefined; apart: boolean; seed: number },
  { signal, progress }: CountingContext
): Promise<TeamAgreement> {
  const { store } = project
  const scope = await teamScope(project, { filter, viewer }, signal)
  const last = await store.read('team.lastCaption', {})
  const thread = new AgreementThread()
  try {
    let captions = 0
    let hidden = 0
    // Verdicts are nine tenths of the way, cues the rest.
    for (let after = 0; after < last; after += span) {
      const shared = await store.read('teamOpinions.shared', { after, upTo: after + span })
      const fitting = [...shared].filter((caption) => scope.fits(caption))
      const seen = fitting.filter((caption) => !scope.hidden(caption))
      captions += fitting.length
      hidden += fitting.length - seen.length
      for (let i = 0; i < seen.length; i += chunk) {
        signal.throwIfAborted()
        const { units } = await store.read('teamOpinions.units', { captions: seen.slice(i, i + chunk), apart })
        await thread.addUnits(units)
        progress(Math.round(after + span * (i / seen.length)), Math.ceil((last + span) / 0.9))
      }
    }
    for (let after: number | null = 0; after !== null; ) {
      signal.throwIfAborted()
      const some: { texts: { caption: number; length: number; cues: ReadonlyMap<string, readonly { kind: string; start: number; end: number }[]> }[]; next: number | null } = await store.read('teamOpinions.cueTexts', { after, apart })
      await thread.addCues(some.texts.filter(({ caption }) => scope.fits(caption) && !scope.hidden(caption)))
      after = some.next
    }
    const figures = await thread.result(`agreement/${seed}`)
    return {
      ...figures,
      apart,
      captions,
      hidden,
      pairs: [...figures.pairs],
      annotators: [...figures.annotators],
      cues: { ...figures.cues, perKind: [...figures.cues.perKind] }
    }
  } finally {
    await thread.close()
  }
}
