import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Database } from 'better-sqlite3'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Verdict } from '#shared/domain/vocabulary.ts'
import { mergeRunner, type MergeReport } from '#engine/packages/merge-answers.ts'
import { openPackageRunner } from '#engine/packages/open-package.ts'
import { packageRunner } from '#engine/packages/package-job.ts'
import { reviewRepository, revise } from '#engine/store/repositories/review.ts'
import { appendCaptions, appendEvent, deriveSome } from '#engine/store/review-log.ts'
import { annotatorId } from '#engine/store/review-state.ts'
import { addCaptions } from '../../support/captions-fixture.ts'
import { plainProject, runJob, type PlainProject } from '../../support/plain-project.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const folder = temporaryFolder()
const people = ['Ana', 'Ben', 'Cleo']
const places = 3
const captions = 2 * places
let files = 0

/** One thing that an annotator does; numbers choose among what there is. */
type Deed =
  | { do: 'verdict'; caption: number; verdict: Verdict }
  | { do: 'edit'; caption: number; words: string }
  | { do: 'comment'; caption: number }
  | { do: 'cues'; caption: number }
  | { do: 'gold'; caption: number }
  | { do: 'tags'; caption: number; add: string; remove: string }
  | { do: 'bulk'; action: 'accept' | 'flag' | 'tag' | 'assign' | 'unassign' | 'replace'; from: number; to: number }
  | { do: 'undo' }
  | { do: 'redo' }
interface Act {
  readonly deed: Deed
  /** How far the annotator's clock moves; it may stand still or go back. */
  readonly ticks: number
}

const caption = fc.integer({ min: 0, max: captions - 1 })
const deed: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('verdict' as const), caption, verdict: fc.constantFrom<Verdict>('accepted', 'rejected', 'flagged', 'skipped') }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('edit' as const), caption, words: fc.constantFrom('A blue roof', 'Two trees', 'A road bends') }) },
  { weight: 2, arbitrary: fc.oneof(fc.record({ do: fc.constant('comment' as const), caption }), fc.record({ do: fc.constant('cues' as const), caption }), fc.record({ do: fc.constant('gold' as const), caption })) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('tags' as const), caption, add: fc.constantFrom('roof', 'river'), remove: fc.constantFrom('roof', 'river') }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('bulk' as const), action: fc.constantFrom('accept' as const, 'flag' as const, 'tag' as const, 'assign' as const, 'unassign' as const, 'replace' as const), from: caption, to: caption })
  },
  { weight: 4, arbitrary: fc.constantFrom<Deed>({ do: 'undo' }, { do: 'redo' }) }
)
const acts = fc.array(fc.record({ deed, ticks: fc.integer({ min: -3, max: 5 }) }), { maxLength: 14 })
const history = fc.record({
  before: fc.array(fc.record({ who: fc.integer({ min: 0, max: 2 }), act: fc.record({ deed, ticks: fc.integer({ min: 0, max: 5 }) }) }), { maxLength: 8 }),
  elsewhere: fc.tuple(acts, acts, acts),
  meanwhile: acts
})

function perform(plain: PlainProject, who: string, act: Act, clock: { now: number }): void {
  const { db } = plain
  const { deed } = act
  clock.now += act.ticks
  const ids = db.prepare('SELECT id FROM captions WHERE root IS NULL ORDER BY uid').pluck().all() as number[]
  const id = (n: number): number => ids[n % ids.length] ?? 0
  const stamp = { uuid: crypto.randomUUID(), annotator: who, at: clock.now }
  db.transaction(() => {
    if (deed.do === 'undo' || deed.do === 'redo') reviewRepository[deed.do](db, stamp)
    else if (deed.do === 'bulk') {
      const [from, to] = [Math.min(deed.from, deed.to), Math.max(deed.from, deed.to)]
      const payload = { action: deed.action, ...(deed.action === 'tag' ? { add: ['bulk'], remove: ['roof'] } : {}), ...(deed.action.endsWith('assign') ? { annotators: people, blind: from % 2 === 0 } : {}) }
      const event = appendEvent(db, { uuid: stamp.uuid, at: stamp.at, annotator: annotatorId(db, who), kind: 'bulk', caption: null, target: null, payload })
      const valueOf = (caption: number): number | null => {
        if (deed.action.endsWith('assign')) return 1 + (caption % 7)
        if (deed.action !== 'replace') return null
        const root = db.prepare('SELECT id, place FROM captions WHERE id = ?').get(caption) as { id: number; place: number }
        return revise(db, { root, revises: caption, text: `Replaced by ${who} ${stamp.uuid}`, annotator: who, at: stamp.at }).id
      }
      appendCaptions(db, event.seq, ids.slice(from, to + 1).map((caption) => ({ caption, value: valueOf(caption) })))
    } else {
      const target = { ...stamp, caption: id(deed.caption) }
      if (deed.do === 'verdict') reviewRepository.submit(db, { ...target, verdict: deed.verdict, ...(deed.verdict === 'rejected' ? { reason: 'wrong-place' } : {}) })
      else if (deed.do === 'edit') reviewRepository.submit(db, { ...target, verdict: 'edited', text: deed.words, cues: [{ kind: 'style', start: 0, end: 3 }] })
      else if (deed.do === 'comment') reviewRepository.comment(db, { ...target, text: 'Look at the roof' })
      else if (deed.do === 'cues') reviewRepository.cues(db, { ...target, revision: target.caption, cues: [{ kind: 'layout', start: 2, end: 6 }] })
      else if (deed.do === 'gold') reviewRepository.gold(db, { ...target, answer: act.ticks % 2 === 0 ? null : { verdict: 'accepted' } })
      else reviewRepository.tags(db, { ...target, add: [deed.add], remove: [deed.remove] })
    }
    while (deriveSome(db) > 0);
  })()
}

/** The log in its own order, and all that is derived of each caption: by stable ids only. */
function whole(db: Database): unknown {
  return {
    log: db
      .prepare('SELECT e.uuid, e.clock, e.at, n.name, e.kind, c.uid, e.target, e.payload FROM events e JOIN annotators n ON n.id = e.annotator LEFT JOIN captions c ON c.id = e.caption ORDER BY e.clock, e.uuid')
      .all(),
    bulk: db
      .prepare(`SELECT e.uuid, c.uid, CASE WHEN e.payload ->> '$.action' = 'replace' THEN r.uid ELSE b.value END AS value FROM event_captions b JOIN events e ON e.seq = b.event JOIN captions c ON c.id = b.caption
        LEFT JOIN captions r ON r.id = b.value ORDER BY 1, 2`)
      .all(),
    captions: db.prepare('SELECT c.uid, c.text, r.uid AS root, b.uid AS revises, a.kind, a.name, c.created_at FROM captions c JOIN authors a ON a.id = c.author LEFT JOIN captions r ON r.id = c.root LEFT JOIN captions b ON b.id = c.revises ORDER BY 1').all(),
    ...derived(db)
  }
}

function derived(db: Database): Record<string, unknown> {
  const all = (sql: string): unknown[] => db.prepare(sql).all()
  return {
    state: all(`SELECT c.uid, s.status, h.uid AS head, n.name, s.reviewed_at, e.uuid, s.verdicts, s.conflict, s.edits FROM caption_state s JOIN captions c ON c.id = s.caption JOIN captions h ON h.id = s.head
      LEFT JOIN annotators n ON n.id = s.annotator LEFT JOIN events e ON e.seq = s.event ORDER BY 1`),
    standing: all('SELECT e.uuid FROM standing s JOIN events e ON e.seq = s.event ORDER BY 1'),
    cues: all('SELECT c.uid, n.name, q.kind, q.start, q."end", r.uid AS revision FROM caption_cues q JOIN captions c ON c.id = q.caption JOIN annotators n ON n.id = q.annotator JOIN captions r ON r.id = q.revision ORDER BY 1, 2, 4, 5, 3'),
    tags: all('SELECT c.uid, t.tag FROM caption_tags t JOIN captions c ON c.id = t.caption ORDER BY 1, 2'),
    assignments: all('SELECT c.uid, n.name, a.blind, e.uuid FROM assignments a JOIN captions c ON c.id = a.caption JOIN annotators n ON n.id = a.annotator JOIN events e ON e.seq = a.event ORDER BY 1, 2'),
    gold: all('SELECT c.uid, n.name, e.uuid FROM gold g JOIN captions c ON c.id = g.caption JOIN annotators n ON n.id = g.annotator JOIN events e ON e.seq = g.event ORDER BY 1'),
    counts: all('SELECT region, status, n FROM count_captions WHERE n <> 0 ORDER BY 1, 2')
  }
}

function copyOf(plain: PlainProject): PlainProject {
  return plainProject(plain.db.serialize())
}

const make = (plain: PlainProject, out: string, recipient: string, blind: boolean) =>
  runJob(plain, packageRunner(), { action: 'make', out, queue: { filter: {}, order: 'id', seed: 1 }, by: 'Lea', recipient, blind, kinds: ['satellite'], largestEdge: 0 })

/** Makes a package, opens it as a new project, and returns that. */
async function handOut(plain: PlainProject, recipient: string, blind: boolean): Promise<PlainProject> {
  const file = join(folder, `work-${files++}.planisphere-work`)
  await make(plain, file, recipient, blind)
  const path = join(folder, `opened-${files++}`)
  mkdirSync(join(path, 'images'), { recursive: true })
  const opened = plainProject()
  Object.assign(opened.project, { path, folders: { ...opened.project.folders, images: join(path, 'images') } })
  await runJob(opened, openPackageRunner(), { path: file })
  return opened
}

async function answersOf(plain: PlainProject): Promise<string> {
  const out = join(folder, `answers-${files++}.planisphere-answers`)
  await runJob(plain, packageRunner(), { action: 'answers', out })
  return out
}

async function merge(plain: PlainProject, path: string): Promise<MergeReport> {
  return (await runJob(plain, mergeRunner(), { path, force: false })).result as MergeReport
}

interface Round {
  readonly base: PlainProject
  readonly answers: string[]
}

async function playRound(play: { before: { who: number; act: Act }[]; elsewhere: Act[][]; meanwhile: Act[] }, blind: (who: string) => boolean): Promise<Round> {
  const base = plainProject()
  base.db.prepare("INSERT INTO meta VALUES ('uid', ?)").run(crypto.randomUUID())
  addCaptions(base.db, places)
  const clock = { now: 1000 }
  for (const { who, act } of play.before) perform(base, people[who] ?? '', act, clock)
  const answers: string[] = []
  for (const [index, who] of people.entries()) {
    const elsewhere = await handOut(base, who, blind(who))
    const own = { now: clock.now + index }
    for (const act of play.elsewhere[index] ?? []) perform(elsewhere, who, act, own)
    answers.push(await answersOf(elsewhere))
    elsewhere.db.close()
  }
  for (const act of play.meanwhile) perform(base, 'Lea', act, clock)
  return { base, answers }
}

const orders = (n: number): number[][] => (n === 0 ? [[]] : orders(n - 1).flatMap((order) => Array.from({ length: n }, (_, at) => [...order.slice(0, at), n - 1, ...order.slice(at)])))

describe('answers of several annotators to copies of one project', () => {
  test('give the same log and the same state in any order, with any repetition; a rebuild changes nothing', { timeout: 240_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(history, fc.boolean(), fc.array(fc.integer({ min: 0, max: 2 }), { maxLength: 3 }), async (play, blind, again) => {
        const { base, answers } = await playRound(play, () => blind)
        const ends: unknown[] = []
        for (const order of orders(3)) {
          const here = copyOf(base)
          for (const at of [...order, ...again]) {
            const report = await merge(here, answers[at] ?? '')
            expect(report.problems).toEqual([])
          }
          const end = whole(here.db)
          here.db.transaction(() => reviewRepository.rebuild(here.db, {}))()
          expect(derived(here.db)).toEqual(derivedOf(end))
          expect(here.db.pragma('foreign_key_check')).toEqual([])
          ends.push(end)
          here.db.close()
        }
        for (const end of ends.slice(1)) expect(end).toEqual(ends[0])
        base.db.close()
      }),
      { numRuns: 25 }
    )
  })

  test('leave everyone’s own undo as it was: it takes back what she did last, wherever she did it', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(history, async (play) => {
        const { base, answers } = await playRound(play, () => false)
        for (const path of answers) await merge(base, path)
        const before = whole(base.db)
        for (const who of people) {
          const newest = base.db
            .prepare('SELECT e.uuid FROM standing s JOIN events e ON e.seq = s.event JOIN annotators n ON n.id = e.annotator WHERE n.name = ? ORDER BY e.clock DESC, e.uuid DESC LIMIT 1')
            .pluck()
            .get(who) as string | undefined
          const undone = base.db.transaction(() => reviewRepository.undo(base.db, { uuid: crypto.randomUUID(), annotator: who, at: 1 }))()
          expect(undone?.undone.uuid).toBe(newest)
          if (undone) base.db.transaction(() => reviewRepository.redo(base.db, { uuid: crypto.randomUUID(), annotator: who, at: 1 }))()
          base.db.transaction(() => { while (deriveSome(base.db) > 0); })()
        }
        // Each undo was given back: all that is derived is as it was.
        expect(derived(base.db)).toEqual(derivedOf(before))
        base.db.close()
      }),
      { numRuns: 25 }
    )
  })
})

describe('killed at any write and begun again', () => {
  const verdict = (caption: number, verdict: Verdict): Act => ({ deed: { do: 'verdict', caption, verdict }, ticks: 1 })
  const some: Act[] = [verdict(0, 'accepted'), { deed: { do: 'edit', caption: 1, words: 'A blue roof' }, ticks: 1 }, { deed: { do: 'bulk', action: 'replace', from: 0, to: 4 }, ticks: 1 }, { deed: { do: 'undo' }, ticks: 1 }, verdict(2, 'flagged')]

  /** Runs a job on fresh projects, each killed at another write and begun again, until one is not killed any more. */
  async function killed(fresh: () => PlainProject, run: (plain: PlainProject) => Promise<unknown>): Promise<unknown[]> {
    const ends: unknown[] = []
    for (let at = 1; ; at++) {
      const plain = fresh()
      let writes = 0
      plain.beforeWrite = () => {
        if (++writes === at) throw new Error('killed')
      }
      const died = await run(plain).then(() => false, () => true)
      plain.beforeWrite = undefined
      if (died) await run(plain)
      ends.push(whole(plain.db))
      plain.db.close()
      if (!died) return ends
    }
  }

  test('the opening of a package makes the same project', async () => {
    const { base } = await playRound({ before: some.map((act) => ({ who: 0, act })), elsewhere: [], meanwhile: [] }, () => false)
    const file = join(folder, `killed-${files++}.planisphere-work`)
    await make(base, file, '', false)
    const fresh = (): PlainProject => {
      const path = join(folder, `killed-${files++}`)
      mkdirSync(join(path, 'images'), { recursive: true })
      const opened = plainProject()
      Object.assign(opened.project, { path, folders: { ...opened.project.folders, images: join(path, 'images') } })
      return opened
    }
    const ends = await killed(fresh, (plain) => runJob(plain, openPackageRunner(), { path: file }))
    expect(ends.length).toBeGreaterThan(4)
    for (const end of ends) expect(end).toEqual(ends.at(-1))
    base.db.close()
  })

  test('a merge ends with the same log and state', async () => {
    const { base, answers } = await playRound({ before: [], elsewhere: [[], some, []], meanwhile: [verdict(0, 'rejected')] }, () => false)
    const ends = await killed(() => copyOf(base), (plain) => merge(plain, answers[1] ?? ''))
    expect(ends.length).toBeGreaterThan(2)
    for (const end of ends) expect(end).toEqual(ends.at(-1))
    base.db.close()
  })
})

function derivedOf(end: unknown): Record<string, unknown> {
  const { log: _log, bulk: _bulk, captions: _captions, ...rest } = end as Record<string, unknown>
  return rest
}
