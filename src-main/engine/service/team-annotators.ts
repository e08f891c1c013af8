import type { AnnotatorFigures, GoldScore } from '#shared/contracts/team.ts'
import type { Filter } from '#shared/domain/filter.ts'
import { verdicts as verdictNames } from '#shared/domain/vocabulary.ts'
import { AgreementThread } from '../evaluation/agreement/agreement-thread.ts'
import type { OpenProject } from '../store/open-project.ts'
import type { Person, VerdictColumns, VerdictCursor } from '../store/repositories/team.ts'
import { IdSet } from '../store/repositories/filter-set.ts'
import type { CountingContext } from './kept-countings.ts'
import { teamScope, type TeamScope } from './team-captions.ts'
import { WorkTime } from './work-time.ts'

/** Verdicts read in one step, and captions whose texts are compared in one. */
const step = 4000
const textStep = 100
/** Below this many answers a gold score tells too much of a single one. */
const leastGold = 5

interface Question {
  readonly filter: Filter
  readonly viewer: string | undefined
  readonly timeZone: string
}

/**
 * The figures of every annotator. Her verdicts are read newest first, a column each, so that the newest of each caption is
 * the first that is met; a million take some seconds of a reader and little of the engine's loop.
 */
export async function countAnnotators(project: OpenProject, question: Question, context: CountingContext): Promise<AnnotatorFigures[]> {
  const { store } = project
  const [scope, people, last, total] = await Promise.all([
    teamScope(project, question, context.signal),
    store.read('team.people', {}),
    store.read('team.lastCaption', {}),
    store.read('team.standingVerdicts', {})
  ])
  const scores = await goldScores(project, scope, question.viewer)
  const figures: AnnotatorFigures[] = []
  let done = 0
  for (const person of people) {
    // A filter may single captions out: what others said of those that are kept from the viewer does not count then.
    const counts = (caption: number): boolean => scope.fits(caption) && !(scope.filtered && person.name !== question.viewer && scope.hidden(caption))
    const tally = new Tally(last + 1, counts)
    for (let before: VerdictCursor | null = null; ; ) {
      context.signal.throwIfAborted()
      const rows: VerdictColumns = await store.read('team.verdicts', { annotator: person.id, before, limit: step })
      tally.add(rows)
      done += rows.captions.length
      context.progress(Math.min(done, total), total)
      if (rows.last === null) break
      before = rows.last
    }
    await tally.compareTexts(project, context.signal)
    figures.push({
      annotator: person.name,
      ...tally.figures(question.timeZone),
      lastSeen: person.lastSeen,
      assigned: await assignedTo(project, person, tally.reviewed, scope.fits),
      gold: scores.get(person.name) ?? { answered: 0, right: 0, share: null, withheld: false }
    })
  }
  return figures
}

/** What is known of one annotator's verdicts. */
class Tally {
  /** Captions with a verdict of hers that stands, whatever the filter. */
  readonly reviewed: IdSet
  readonly #counts: (caption: number) => boolean
  readonly #byKind = new Array<number>(verdictNames.length).fill(0)
  readonly #time = new WorkTime()
  #given = 0
  #words = 0
  #uncounted: number[] = []

  constructor(size: number, counts: (caption: number) => boolean) {
    this.reviewed = new IdSet(size)
    this.#counts = counts
  }

  add({ captions, kinds, at, revisions, words }: VerdictColumns): void {
    captions.forEach((caption, i) => {
      const newest = !this.reviewed.has(caption)
      this.reviewed.add(caption)
      const counts = this.#counts(caption)
      this.#time.add(at[i] ?? 0, counts)
      if (!counts) return
      this.#given++
      if (!newest) return
      const kind = kinds[i] ?? 0
      this.#byKind[kind] = (this.#byKind[kind] ?? 0) + 1
      if (verdictNames[kind] !== 'edited') return
      const known = words[i] ?? -1
      if (known >= 0) this.#words += known
      else this.#uncounted.push(revisions[i] ?? 0)
    })
  }

  /** Edits that are the caption's text no longer: their words are counted now. */
  async compareTexts({ store }: OpenProject, signal: AbortSignal): Promise<void> {
    for (let i = 0; i < this.#uncounted.length; i += textStep) {
      signal.throwIfAborted()
      for (const words of await store.read('team.wordsChanged', { revisions: this.#uncounted.slice(i, i + textStep) })) this.#words += words
    }
    this.#uncounted = []
  }

  figures(timeZone: string): Pick<AnnotatorFigures, 'verdicts' | 'captions' | 'given' | 'editRate' | 'wordsChanged' | 'secondsPerVerdict' | 'perMinute' | 'activeHours' | 'days'> {
    const verdicts = Object.fromEntries(verdictNames.map((name, i) => [name, this.#byKind[i] ?? 0])) as AnnotatorFigures['verdicts']
    const decided = verdicts.accepted + verdicts.edited + verdicts.rejected
    return {
      verdicts,
      captions: this.#byKind.reduce((sum, n) => sum + n, 0),
      given: this.#given,
      editRate: decided === 0 ? null : verdicts.edited / decided,
      wordsChanged: { mean: verdicts.edited === 0 ? null : this.#words / verdicts.edited, edits: verdicts.edited },
      ...this.#time.figures(timeZone)
    }
  }
}

async function assignedTo({ store }: OpenProject, person: Person, reviewed: IdSet, fits: (caption: number) => boolean): Promise<AnnotatorFigures['assigned']> {
  let total = 0
  let answered = 0
  for (let after = 0; ; ) {
    const captions = await store.read('team.assigned', { annotator: person.id, after, limit: 20_000 })
    for (const caption of captions) {
      if (!fits(caption)) continue
      total++
      if (reviewed.has(caption)) answered++
    }
    if (captions.length < 20_000) break
    after = captions.at(-1) ?? after
  }
  return { total, answered, left: total - answered }
}

/**
 * Each annotator's score over the gold captions of the filter. Whoever set an answer, or gave the verdict that it was taken
 * from, is not measured by it. A viewer who did not set all of an annotator's answers is not told the score of fewer than
 * five: it would tell single answers.
 */
async function goldScores({ store }: OpenProject, scope: TeamScope, viewer: string | undefined): Promise<Map<string, GoldScore>> {
  const captions = [...(await store.read('teamOpinions.goldCaptions', {}))].filter((caption) => scope.fits(caption))
  const sums = new Map<string, { answered: number; right: number; foreign: boolean }>()
  if (captions.length === 0) return new Map()
  const thread = new AgreementThread()
  try {
    for (let i = 0; i < captions.length; i += textStep) {
      const rows = await store.read('teamOpinions.gold', { captions: captions.slice(i, i + textStep) })
      const cases = rows.flatMap((row) =>
        row.opinions
          .filter(({ annotator }) => annotator !== row.setter && annotator !== row.answer.from)
          .map(({ annotator, verdict, text }) => ({ annotator, setter: row.setter, answer: row.answer, first: row.text, verdict, text }))
      )
      const right = await thread.goldScores(cases)
      cases.forEach(({ annotator, setter }, n) => {
        const verdict = right[n] ?? null
        if (verdict === null) return
        const sum = sums.get(annotator) ?? { answered: 0, right: 0, foreign: false }
        sums.set(annotator, { answered: sum.answered + 1, right: sum.right + (verdict ? 1 : 0), foreign: sum.foreign || setter !== viewer })
      })
    }
  } finally {
    await thread.close()
  }
  return new Map(
    [...sums].map(([annotator, { answered, right, foreign }]) => {
      const withheld = viewer !== undefined && foreign && answered < leastGold
      return [annotator, { answered, right: withheld ? null : right, share: withheld ? null : right / answered, withheld }]
    })
  )
}
