import type { Database } from 'better-sqlite3'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { parseFilter, timeSpan, type FilterNode, type FilterTerm } from '#shared/domain/filter-language/index.ts'
import { haversine } from '#engine/geo/distance.ts'
import { browseRepository } from '#engine/store/repositories/browse.ts'
import { filterRepository } from '#engine/store/repositories/filter.ts'
import { dependsOnReview } from '#engine/store/repositories/filter-ids.ts'
import { reviewRepository } from '#engine/store/repositories/review.ts'
import { appendCaptions, appendEvent } from '#engine/store/review-log.ts'
import { captionView } from '#engine/store/review-state.ts'
import { emptyDatabase } from '../../support/captions-fixture.ts'

/** A small project with something of everything, from a seed. */
function randomProject(seed: number): Database {
  const db = emptyDatabase()
  let state = seed
  const random = (n: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * n)
  }
  const pick = <T>(list: readonly T[]): T => list[random(list.length)] as T
  const vocabulary = ['red', 'roof', 'roofs', 'river', 'blue', 'tree', 'road', 'of', 'São']
  const text = (): string => Array.from({ length: 1 + random(8) }, () => pick(vocabulary)).join(pick([' ', ' ', '-', ', ']))
  db.exec(`INSERT INTO regions VALUES (1, 'l', 'Lagos', 'Nigeria', 'Africa'), (2, 'o', 'Oslo', 'Norway', 'Europe'), (3, 's', 'São Paulo', 'Brazil', 'South America'), (4, 'x', 'Nowhere', NULL, NULL);
    INSERT INTO roots VALUES (1, '/nowhere'); INSERT INTO authors VALUES (1, 'lvlm', 'qwen-vl', 'short'), (2, 'lvlm', 'llava', ''), (3, 'import', 'field notes', '');
    INSERT INTO annotators VALUES (1, 'Ana'), (2, 'Ben'), (3, 'Ana Maria');`)
  const places = 3 + random(12)
  for (let i = 1; i <= places; i++) {
    const located = random(5) > 0
    // Some on either side of the antimeridian, some around Lagos.
    const [lat, lon] = random(2) === 0 ? [6 + random(100) / 100, 3 + random(100) / 100] : [-18 + random(10) / 10, pick([179, -179]) + random(9) / 10]
    db.prepare('INSERT INTO places (id, uid, region, lat, lon, split) VALUES (?, ?, ?, ?, ?, ?)').run(i, `p-${i}`, pick([1, 2, 3, 4, null]), located ? lat : null, located ? lon : null, pick(['train', 'val', 'test', null]))
    for (const kind of ['satellite', 'street'] as const) if (random(2) === 0) db.prepare('INSERT INTO views (uid, place, kind, root, path) VALUES (?, ?, ?, 1, ?)').run(`v-${i}-${kind}`, i, kind, `${i}${kind}.jpg`)
    for (let c = random(4); c > 0; c--) db.prepare('INSERT INTO captions (uid, place, author, text) VALUES (?, ?, ?, ?)').run(`c-${i}-${c}`, i, 1 + random(3), text())
  }
  db.exec(`INSERT INTO captions_fts (rowid, text) SELECT id, text FROM captions; INSERT OR REPLACE INTO meta SELECT 'fts_upto', CAST(coalesce(max(id), 0) AS TEXT) FROM captions;
    INSERT INTO places_rtree SELECT id, lon, lon, lat, lat FROM places WHERE lat IS NOT NULL AND id < 5; INSERT OR REPLACE INTO meta VALUES ('rtree_upto', '4')`)
  const captions = db.prepare('SELECT id FROM captions').pluck().all() as number[]
  for (let step = random(30); step > 0 && captions.length > 0; step--) {
    const stamp = { uuid: crypto.randomUUID(), annotator: pick(['Ana', 'Ben', 'Ana Maria']), at: Date.UTC(2026, random(3), 1 + random(28)), caption: pick(captions) }
    const what = random(9)
    if (what < 4) {
      const verdict = pick(['accepted', 'edited', 'rejected', 'skipped', 'flagged'] as const)
      reviewRepository.submit(db, { ...stamp, verdict, ...(verdict === 'edited' ? { text: text() } : {}), ...(verdict === 'rejected' ? { reason: pick(['wrong-colour', 'too-vague']) } : {}), ...(random(3) === 0 ? { comment: 'Blurred tile' } : {}) })
    } else if (what === 4) reviewRepository.comment(db, { ...stamp, text: pick(['the roof is green', 'blurred']) })
    else if (what === 5) reviewRepository.tags(db, { ...stamp, add: [pick(['again', 'look closer'])], remove: [pick(['again', 'look closer'])] })
    else if (what === 6) reviewRepository.cues(db, { ...stamp, revision: captionView(db, stamp.caption).head, cues: [{ kind: pick(['colour', 'layout'] as const), start: 0, end: 1 }] })
    else if (what === 7) {
      const payload = pick([{ action: 'accept' }, { action: 'tag', add: ['again'] }, { action: 'assign', annotators: ['Ana', 'Ben'], blind: false }])
      const event = appendEvent(db, { uuid: stamp.uuid, at: stamp.at, annotator: 1 + random(3), kind: 'bulk', caption: null, target: null, payload })
      appendCaptions(db, event.seq, captions.filter(() => random(3) === 0).map((caption) => ({ caption, value: null })))
    } else pick([() => reviewRepository.undo(db, stamp), () => reviewRepository.gold(db, { ...stamp, answer: { verdict: 'accepted' } }), () => reviewRepository.draft(db, { ...stamp, text: 'x' })])()
  }
  // A bulk event that was undone: its captions follow in batches.
  while (reviewRepository.deriveSome(db, {}) > 0);
  db.exec("INSERT INTO encoders (id, name, path, hash, layout, dimensions, spec, added_at) VALUES (1, 'demo', '', '', '', 1, '', 0), (2, 'idle', '', '', '', 1, '', 0)")
  const run = (id: number, name: string, origin: string, protocol: object): void => {
    db.prepare('INSERT INTO run_drafts (id) VALUES (?)').run(id)
    db.prepare("INSERT INTO runs (id, uid, name, origin, created_at, protocol, queries, gallery, located, metrics) VALUES (?, ?, ?, ?, ?, ?, 0, 0, 0, '{}')").run(id, `run-${id}`, name, origin, id, JSON.stringify(protocol))
    for (const caption of captions) if (random(4) > 0) db.prepare('INSERT INTO run_queries VALUES (?, ?, 1, 9, ?, 1, 1, NULL, x\'\', x\'\', x\'\', x\'\', x\'\')').run(id, caption, 1 + random(20))
  }
  run(1, 'first', 'evaluated', { encoder: 'demo', queries: 'captions', gallery: 'all' })
  run(2, 'second', 'evaluated', { encoder: 'demo', queries: 'captions', gallery: 'all', rerank: null })
  run(3, 'by region', 'evaluated', { encoder: 'demo', queries: 'captions', gallery: 'region' })
  run(4, 'theirs', 'imported', { encoder: null, queries: 'captions', gallery: 'all' })
  for (const caption of captions) {
    // Scores of the first text, of the present one, and of a revision that the caption no longer has.
    const revisions = [caption, ...(db.prepare('SELECT id FROM captions WHERE root = ?').pluck().all(caption) as number[])]
    const [colour, structure, texture] = [random(21) * 5, random(21) * 5, random(201) / 2] as const
    if (random(4) > 0) db.prepare('INSERT INTO caption_agreement VALUES (?, ?, ?, ?, ?, ?)').run(caption, pick(revisions), colour, structure, texture, Math.min(colour, structure, texture))
  }
  for (const caption of captions) if (random(3) === 0) db.prepare('INSERT INTO near_duplicates VALUES (?, ?, 0.9)').run(caption, random(3))
  // Newer than the others, and never taken for what the encoder gives by itself.
  run(5, 're-ranked', 'evaluated', { encoder: 'demo', queries: 'captions', gallery: 'all', rerank: { weight: 0.3, depth: 100, signaturesMissing: 0 } })
  return db
}

/** What a caption (null: a place without captions) is to the slow evaluator. */
interface Subject {
  readonly caption: number | null
  readonly place: Record<string, unknown> & { id: number; uid: string; lat: number | null; lon: number | null }
}

/** The language by its definition: each term of each caption by itself, by plain questions and JavaScript. */
class Slow {
  readonly #db: Database
  readonly #me: string | undefined
  constructor(db: Database, me: string | undefined) {
    this.#db = db
    this.#me = me
  }

  #rows<T>(sql: string, ...values: unknown[]): T[] {
    return this.#db.prepare(sql).all(...values) as T[]
  }

  list(level: 'captions' | 'places', node: FilterNode): number[] {
    const places = this.#rows<Subject['place']>('SELECT p.*, r.name AS region_name, r.country, r.continent FROM places p LEFT JOIN regions r ON r.id = p.region ORDER BY p.id')
    const found: number[] = []
    for (const place of places) {
      const captions = this.#rows<{ id: number }>('SELECT id FROM captions WHERE place = ? AND root IS NULL ORDER BY id', place.id)
      const fitting = captions.filter(({ id }) => this.fits(node, { caption: id, place }))
      if (level === 'captions') found.push(...fitting.map(({ id }) => id))
      else if (captions.length === 0 ? this.fits(node, { caption: null, place }) : fitting.length > 0) found.push(place.id)
    }
    return found.sort((a, b) => a - b)
  }

  fits(node: FilterNode, subject: Subject): boolean {
    if (node.type === 'not') return !this.fits(node.item, subject)
    if (node.type === 'and') return node.items.every((item) => this.fits(item, subject))
    if (node.type === 'or') return node.items.some((item) => this.fits(item, subject))
    return this.#term(node, subject)
  }

  #term({ field, argument, test }: FilterTerm, { caption, place }: Subject): boolean {
    const named = (name: unknown, folded = true): boolean =>
      test.kind === 'names' && typeof name === 'string' && test.values.some(({ text }) => like(text === 'me' && (field === 'by' || field === 'assigned') ? (this.#me ?? '') : text, name, folded))
    const any = (names: readonly unknown[], folded = true): boolean => names.some((name) => named(name, folded))
    const within = (n: number): boolean => test.kind === 'numbers' && test.ranges.some((r) => (r.min === null || (r.minOpen ? n > r.min : n >= r.min)) && (r.max === null || (r.maxOpen ? n < r.max : n <= r.max)))
    const kinds = this.#rows<{ kind: string }>('SELECT kind FROM views WHERE place = ?', place.id).map(({ kind }) => kind)
    switch (field) {
      case 'region': return named(place['region_name'])
      case 'country': return named(place['country'])
      case 'continent': return named(place['continent'])
      case 'split': return named(place['split'] ?? 'none')
      case 'kind': return any(kinds)
      case 'place': return named(place.uid, false)
      case 'box': {
        if (test.kind !== 'box' || place.lat === null || place.lon === null) return false
        const [w, s, e, n] = test.box
        return place.lat >= s && place.lat <= n && (w <= e ? place.lon >= w && place.lon <= e : place.lon >= w || place.lon <= e)
      }
      case 'near': return test.kind === 'near' && place.lat !== null && place.lon !== null && haversine(test.lat, test.lon, place.lat, place.lon) <= test.radiusM
      case 'has': if (any([...kinds, ...(place.lat === null ? [] : ['coordinates']), ...(place['region'] === null ? [] : ['region']), ...(place['split'] === null ? [] : ['split'])])) return true; break
      case 'id': if (named(place.uid, false)) return true; break
      default:
    }
    if (caption === null) return false
    const view = captionView(this.#db, caption)
    const one = <T>(sql: string, ...values: unknown[]): T | undefined => this.#db.prepare(sql).pluck().get(...values) as T | undefined
    const text = one<string>('SELECT text FROM captions WHERE id = ?', view.head) ?? ''
    const logged = this.#rows<{ annotator: string; kind: string; payload: string }>(
      `SELECT n.name AS annotator, e.kind, e.payload FROM events e JOIN annotators n ON n.id = e.annotator JOIN standing s ON s.event = e.seq
       WHERE e.caption = ?1 OR e.seq IN (SELECT event FROM event_captions WHERE caption = ?1) ORDER BY e.clock, e.uuid`.replaceAll('?1', String(caption))
    ).map((row) => ({ ...row, payload: JSON.parse(row.payload) as Record<string, string | undefined> }))
    const verdicts = logged.flatMap(({ annotator, kind, payload }) => (kind === 'verdict' ? [{ annotator, verdict: payload['verdict'] }] : kind === 'bulk' && payload['action'] === 'accept' ? [{ annotator, verdict: 'accepted' }] : []))
    const comments = logged.flatMap(({ kind, payload }) => (kind === 'comment' ? [payload['text']] : kind === 'verdict' ? [payload['comment']] : [])).filter((comment) => comment !== undefined)
    const reason = view.winner === null || view.status === 'accepted' || view.status === 'edited' ? undefined : (JSON.parse(one<string>('SELECT payload FROM events WHERE seq = ?', view.winner.seq) ?? '{}') as Record<string, string>)['reason']
    const tags = this.#rows<{ tag: string }>('SELECT tag FROM caption_tags WHERE caption = ?', caption).map(({ tag }) => tag)
    const cues = this.#rows<{ kind: string }>('SELECT kind FROM caption_cues WHERE caption = ?', caption).map(({ kind }) => kind)
    const assigned = this.#rows<{ name: string }>('SELECT n.name FROM assignments a JOIN annotators n ON n.id = a.annotator WHERE caption = ?', caption).map(({ name }) => name)
    const author = this.#rows<{ kind: string; name: string; prompt: string }>('SELECT a.* FROM captions c JOIN authors a ON a.id = c.author WHERE c.id = ?', caption)[0]
    switch (field) {
      case 'text': return test.kind === 'words' && test.values.some((value) => hasWords(text, value.text, value.prefix))
      case 'status': return named(view.status)
      case 'by': return any(verdicts.map(({ annotator }) => annotator))
      case 'verdict': {
        const who = this.#rows<{ name: string }>('SELECT name FROM annotators').map(({ name }) => name).filter((name) => like(argument?.text === 'me' ? (this.#me ?? '') : (argument?.text ?? ''), name))
        const newest = who.map((name) => verdicts.findLast(({ annotator }) => annotator === name)?.verdict)
        if (test.kind === 'present') return newest.some((verdict) => verdict !== undefined)
        return any(newest) || (newest.every((verdict) => verdict === undefined) && named('unreviewed'))
      }
      case 'assigned': return any(assigned)
      case 'reason': return named(reason)
      case 'reviewed': return test.kind === 'dates' && view.winner !== null && test.tests.some((tested) => { const { from, to } = timeSpan(tested, Date.now()); const { at } = view.winner as { at: number }; return at >= (from ?? -Infinity) && at < (to ?? Infinity) })
      case 'reviewers': return within(view.reviewers.length)
      case 'is': return any([...(view.status === 'unreviewed' ? [] : ['reviewed']), ...(view.conflict ? ['conflict'] : []), ...(assigned.length > 0 ? ['assigned'] : []), ...(one('SELECT 1 FROM gold WHERE caption = ?', caption) === undefined ? [] : ['gold']), ...(one('SELECT 1 FROM near_duplicates WHERE caption = ?', caption) === undefined ? [] : ['duplicate'])])
      case 'has': return any([...(comments.length > 0 ? ['comment'] : []), ...(cues.length > 0 ? ['cue'] : []), ...(tags.length > 0 ? ['tag'] : []), ...(reason === undefined ? [] : ['reason']), ...(one('SELECT 1 FROM drafts WHERE caption = ?', caption) === undefined ? [] : ['draft'])])
      case 'lvlm': return author?.kind === 'lvlm' && named(author.name)
      case 'author': return named(author?.name)
      case 'prompt': return author?.prompt !== '' && named(author?.prompt)
      case 'length': return within([...text].length)
      case 'words': return within(text.trim() === '' ? 0 : text.trim().split(' ').length)
      case 'edits': return within(one<number>('SELECT edits FROM caption_state WHERE caption = ?', caption) ?? 0)
      case 'cue': return any(cues)
      case 'cues': return within(cues.length)
      case 'tag': return any(tags)
      case 'comment': return test.kind === 'names' && test.values.some((value) => comments.some((comment) => like(`*${value.text}*`, comment)))
      case 'id': return any(this.#rows<{ uid: string }>('SELECT uid FROM captions WHERE id = ? OR root = ?', caption, caption).map(({ uid }) => uid), false)
      case 'agreement': {
        const score = this.#rows<Record<string, number>>('SELECT * FROM caption_agreement WHERE caption = ?', caption)[0]
        if (score === undefined || score['revision'] !== view.head) return false
        return test.kind === 'present' || within(argument === null ? Math.min(score['colour'] ?? 0, score['structure'] ?? 0, score['texture'] ?? 0) : (score[argument.text] ?? -1))
      }
      case 'rank': {
        const run = argument?.text === 'demo' ? 2 : argument?.text === 'first' ? 1 : argument?.text === 'by region' ? 3 : argument?.text === 're-ranked' ? 5 : 4
        const rank = one<number>('SELECT best_rank FROM run_queries WHERE run = ? AND query = ?', run, caption)
        return rank !== undefined && (test.kind === 'present' || within(rank))
      }
      default: return false
    }
  }
}

function like(pattern: string, name: string, folded = true): boolean {
  const fold = (text: string): string => (folded ? text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase() : text)
  return new RegExp(`^${fold(pattern).split('*').map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.*')}$`, 's').test(fold(name))
}

function hasWords(text: string, phrase: string, prefix: boolean): boolean {
  const tokens = (one: string): string[] => one.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
  const [here, wanted] = [tokens(text), tokens(phrase)]
  return here.some((_, at) => wanted.every((word, i) => (prefix && i === wanted.length - 1 ? here[at + i]?.startsWith(word) : here[at + i] === word)))
}

const atoms = [
  'red', '"red roof"', 'roo*', '"red roo"*', 'text:river,tree', 'sao', 'status:unreviewed', 'status:accepted,edited', 'status!=rejected', 'verdict(Ana):accepted', 'verdict(me):unreviewed,edited', 'verdict(ana*):rejected', 'verdict(Ben)',
  'by:me', 'by:Ana,Ben', 'by:a*', 'assigned:me', 'assigned:Ben', 'reason:wrong-colour', 'reason:too*', 'reviewed:2026-02', 'reviewed<2026-02-10', 'reviewed<99y', 'reviewers>=2', 'reviewers=0', 'is:reviewed', 'is:conflict', 'is:gold,assigned', 'is:duplicate',
  'has:comment', 'has:cue', 'has:tag', 'has:draft', 'has:reason', 'has:coordinates', 'has:street', 'has:region,split', 'region:lagos', 'region:"sao paulo",Oslo', 'region:*o*', 'country:Norway', 'continent:Africa', 'box:3,6,3.5,6.5', 'box:178,-19,-178,-16', 'box:-180,-90,180,90',
  'near:6.5,3.5,40km', 'near:-17.5,180,90km', 'split:test', 'split:none,val', 'kind:satellite', 'lvlm:qwen*', 'author:"field notes"', 'author:llava', 'prompt:short', 'length>20', 'length:5..15', 'words:3', 'words<=2', 'edits>0', 'edits:0,2', 'cue:colour', 'cues>=1', 'cues=0', 'tag:again',
  'tag:look*', 'comment:green', 'comment:blur*tile', 'rank(demo)>5', 'rank(demo):1..3', 'rank("by region")<=4', 'rank(theirs)', 'rank(re-ranked)>3', 'rank(first)>=2.5', 'agreement<10', 'agreement<=10', 'agreement>35', 'agreement(colour):0..20,50', 'agreement(structure)>=45', 'agreement(texture)<12.5', 'agreement(colour)', 'id:c-1*', 'id:p-2', 'place:p-3', 'place:*-1'
]
const query = fc.letrec<{ q: string }>((tie) => ({
  q: fc.oneof({ maxDepth: 3, withCrossShrink: true }, { weight: 3, arbitrary: fc.constantFrom(...atoms) }, tie('q').map((q) => `-(${q})`), fc.tuple(tie('q'), tie('q')).map(([a, b]) => `(${a}) (${b})`), fc.tuple(tie('q'), tie('q')).map(([a, b]) => `(${a} or ${b})`))
})).q

test('every term, and every joining of terms, gives what the definition gives', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1_000_000 }), fc.array(query, { minLength: 10, maxLength: 10 }), fc.constantFrom('Ana', 'Ben'), (seed, queries, me) => {
      const db = randomProject(seed)
      const slow = new Slow(db, me)
      try {
        for (const one of [...queries, ...(seed % 5 === 0 ? atoms : [])]) {
          const { ast, errors } = parseFilter(one)
          if (!ast) throw new Error(`${one}: ${errors[0].message}`)
          for (const level of ['captions', 'places'] as const) expect([...browseRepository.ids(db, { level, filter: { query: one, me }, order: 'id' })], `${level} ${one}`).toEqual(slow.list(level, ast))
        }
      } finally {
        db.close()
      }
    }),
    { numRuns: 40 }
  )
})

describe('in a project', () => {
  let db: Database
  beforeEach(() => (db = randomProject(7)))
  afterEach(() => db.close())
  const check = (text: string, me?: string) => filterRepository.check(db, { query: text, me, count: 'captions' })

  test.each([
    ['region:Lagso', 7, 12, 'Lagos'],
    ['red country:Norwy', 12, 17, 'Norway'],
    ['lvlm:lava', 5, 9, 'llava'],
    ['rank(dmo)>3', 5, 8, 'demo'],
    ['rank(idle)>3', 5, 9, undefined],
    ['by:me', 3, 5, undefined]
  ])('%s is refused at the name, by the check and by the list', (text, start, end, meant) => {
    const { errors, count } = check(text)
    expect(errors).toHaveLength(1)
    expect(errors[0]).toMatchObject({ start, end, ...(meant === undefined ? {} : { meant }) })
    expect(count).toBeNull()
    expect(() => browseRepository.ids(db, { level: 'captions', filter: { query: text }, order: 'id' })).toThrow(expect.objectContaining({ code: 'INVALID_INPUT', place: { item: `query:${start}-${end}` } }))
  })

  test('an encoder without a run says what to do', () => {
    expect(check('rank(idle)>3').errors[0]?.hint).toBe('Evaluate idle on captions against the whole gallery first.')
    expect(() => browseRepository.ids(db, { level: 'captions', filter: {}, order: 'rank:idle' })).toThrow(/no run of idle/)
  })

  test('people, tags and reasons that are not there yet only warn, and fit nothing', () => {
    for (const text of ['by:Ane', 'tag:agian', 'reason:none', 'verdict(Zoe):rejected']) {
      expect(check(text)).toMatchObject({ errors: [], warnings: [{ code: 'unknown-value' }], count: 0 })
    }
    expect(check('by:Ane').warnings[0]?.meant).toBe('Ana')
  })

  test('values are offered by what they hold, those that begin with it first', () => {
    expect(filterRepository.values(db, { field: 'region', part: 'value', prefix: 'o', limit: 9 }).map(({ value }) => value)[0]).toBe('Oslo')
    expect(filterRepository.values(db, { field: 'country', part: 'value', prefix: 'nig', limit: 9 })).toEqual([{ value: 'Nigeria', detail: 'Africa' }])
    expect(filterRepository.values(db, { field: 'rank', part: 'argument', prefix: '', limit: 9 }).map(({ value }) => value)).toEqual(['demo', 're-ranked', 'theirs', 'by region', 'second', 'first'])
    expect(filterRepository.values(db, { field: 'agreement', part: 'argument', prefix: 't', limit: 9 }).map(({ value }) => value)).toEqual(['texture', 'structure'])
    expect(filterRepository.values(db, { field: 'verdict', part: 'argument', prefix: 'an', limit: 9 }).map(({ value }) => value)).toEqual(['Ana', 'Ana Maria'])
    expect(filterRepository.values(db, { field: 'status', part: 'value', prefix: 're', limit: 9 })).toEqual([{ value: 'rejected', detail: null }, { value: 'unreviewed', detail: null }])
    expect(filterRepository.values(db, { field: 'region', part: 'value', prefix: '', limit: 1 })).toHaveLength(1)
  })

  test('orders by edits, duplicates, agreement, rank and disagreement put the rest last, by id', () => {
    const ids = (order: 'most-edited' | 'near-duplicates' | 'agreement' | 'rank:demo' | 'disagreement:demo,first', level: 'captions' | 'places' = 'captions') => [...browseRepository.ids(db, { level, filter: {}, order })]
    const rows = <T>(sql: string): T[] => db.prepare(sql).all() as T[]
    const all = rows<{ id: number }>('SELECT id FROM captions WHERE root IS NULL ORDER BY id').map(({ id }) => id)
    const edits = new Map(rows<{ caption: number; edits: number }>('SELECT caption, edits FROM caption_state').map(({ caption, edits: n }) => [caption, n]))
    expect(ids('most-edited')).toEqual(all.toSorted((a, b) => (edits.get(b) ?? 0) - (edits.get(a) ?? 0) || a - b))
    const group = new Map(rows<{ caption: number; grp: number }>('SELECT caption, grp FROM near_duplicates').map(({ caption, grp }) => [caption, grp]))
    expect(ids('near-duplicates')).toEqual(all.toSorted((a, b) => (group.get(a) ?? 99) - (group.get(b) ?? 99) || a - b))
    const least = new Map(rows<{ caption: number; least: number }>('SELECT a.caption, a.least FROM caption_agreement a LEFT JOIN caption_state s ON s.caption = a.caption WHERE a.revision = coalesce(s.head, a.caption)').map((row) => [row.caption, row.least]))
    expect(least.size).toBeGreaterThan(3)
    expect(ids('agreement')).toEqual(all.toSorted((a, b) => (least.get(a) ?? 999) - (least.get(b) ?? 999) || a - b))
    const rank = (run: number) => new Map(rows<{ query: number; best_rank: number }>(`SELECT query, best_rank FROM run_queries WHERE run = ${run}`).map((row) => [row.query, row.best_rank]))
    const [first, second] = [rank(1), rank(2)]
    expect(ids('rank:demo')).toEqual(all.toSorted((a, b) => (second.get(b) ?? 0) - (second.get(a) ?? 0) || a - b))
    const gap = (id: number): number => (first.has(id) && second.has(id) ? Math.abs(Math.log((first.get(id) ?? 1) / (second.get(id) ?? 1))) : -1)
    expect(ids('disagreement:demo,first')).toEqual(all.toSorted((a, b) => (Math.abs(gap(b) - gap(a)) < 1e-12 ? a - b : gap(b) - gap(a))))
    const place = new Map(rows<{ id: number; place: number }>('SELECT id, place FROM captions').map((row) => [row.id, row.place]))
    const bare = rows<{ id: number }>('SELECT id FROM places WHERE id NOT IN (SELECT place FROM captions)').map(({ id }) => id)
    const ranked = [...new Set(ids('rank:demo').filter((id) => second.has(id)).map((id) => place.get(id) as number))]
    expect(ids('rank:demo', 'places').slice(0, ranked.length)).toEqual(ranked)
    expect(new Set(ids('rank:demo', 'places'))).toEqual(new Set([...place.values(), ...bare]))
  })

  test('what is kept of the captions follows what is added and taken away', () => {
    const list = (text: string): number[] => [...browseRepository.ids(db, { level: 'captions', filter: { query: text }, order: 'id' })]
    const before = list('length>0')
    db.exec("INSERT INTO captions (id, uid, place, author, text) VALUES (900, 'new', 1, 1, 'four words stand here')")
    expect(list('length>0')).toEqual([...before, 900])
    expect(list('words:4 length:21')).toContain(900)
    db.exec("INSERT INTO captions (id, uid, place, author, text) VALUES (901, 'newer', 1, 1, 'x'); DELETE FROM captions WHERE id = 900")
    expect(list('length>0')).toEqual([...before, 901])
    db.exec('DELETE FROM captions WHERE id = 901')
    expect(list('length>0')).toEqual(before)
  })
})

test.each<[string, boolean]>([
  ['region:Lagos near:1,2,3km lvlm:x length', true],
  ['region:Lagos near:1,2,3km lvlm:x rank(demo)>3', false],
  ['region:Lagos or status:rejected', true],
  ['length>3', true],
  ['agreement<10', true],
  ['', false],
  ['region:', false]
])('whether a list of “%s” changes with a verdict: %s', (text, expected) => {
  expect(dependsOnReview({ query: text }, 'id')).toBe(expected)
})
