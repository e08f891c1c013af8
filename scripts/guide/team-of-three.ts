import { join } from 'node:path'
import { createEngine } from '#engine/service/create-engine.ts'
import type { Verdict } from '#shared/domain/vocabulary.ts'

/** Three annotators who reviewed the same sixty captions apart, for the pictures of the team: seeded, with some disagreements. */
export async function addTeamOfThree(path: string): Promise<void> {
  const engine = createEngine({ resources: join(import.meta.dirname, '../../resources') })
  const client = engine.client()
  try {
    const { project } = await client.call('projects.open', { path })
    const { captions } = await client.call('review.queue', { project, filter: {}, order: 'random', seed: 7, opened: 1, start: 0, count: 60 })
    const names = ['Ben', 'Chen', 'Dana']
    const uuid = crypto.randomUUID()
    await client.call('bulk.start', { project, uuid, annotator: 'Lea', at: Date.now(), captions, change: { action: 'assign', annotators: names, overlap: 3, blind: true } })
    while ((await client.call('bulk.outcome', { project, uuid }))?.captions !== captions.length) await new Promise((resolve) => setTimeout(resolve, 50))
    let state = 11
    const random = (): number => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0
      return state / 2 ** 32
    }
    for (const caption of captions) {
      const truth: Verdict = random() < 0.7 ? 'accepted' : random() < 0.7 ? 'rejected' : 'flagged'
      for (const annotator of names) {
        const verdict: Verdict = random() < 0.85 ? truth : random() < 0.5 ? 'rejected' : 'accepted'
        await client.call('review.submit', { project, uuid: crypto.randomUUID(), annotator, at: Date.now(), caption, verdict, ...(verdict === 'rejected' ? { reason: 'wrong-colour' } : {}) })
      }
    }
  } finally {
    await engine.close()
  }
}
