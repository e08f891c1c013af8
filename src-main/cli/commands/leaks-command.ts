import * as z from 'zod'
import type { Command } from 'commander'
import { LeakCount, leakKinds, LeakOptions, type LeakKind, type LeakPair, type LeakSide } from '#shared/domain/leaks.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { choiceOption, integerOption } from '../arguments.ts'
import { exitCodes } from '../exit-codes.ts'
import { watchJob } from '../job-watch.ts'
import { withProject } from '../project-access.ts'
import { count, table, type Terminal } from '../terminal.ts'

interface LeaksWords {
  readonly only: readonly LeakKind[]
  readonly bits: number
  readonly encoder?: string
  readonly cosine: string
  readonly similarity: string
  readonly metres: string
  readonly show: number
}

const named: Readonly<Record<LeakKind, string>> = { tiles: 'tiles that look alike', embeddings: 'tiles with like vectors', captions: 'captions that repeat', places: 'places that are near' }

export function addLeaksCommand(program: Command, terminal: Terminal): void {
  program
    .command('leaks')
    .description('look for tiles, captions and places of different splits that are nearly the same')
    .argument('<dir>')
    .option('--only <kinds>', `parted by commas: ${leakKinds.join(', ')} (default: all; embeddings need --encoder)`, (text: string) => text.split(',').map((kind) => choiceOption(leakKinds)(kind.trim())), [...leakKinds])
    .option('--bits <n>', 'tiles: differing bits of 64, in each of two perceptual hashes', integerOption(0, 7), 5)
    .option('--encoder <name>', 'also compare the tiles’ vectors of this encoder')
    .option('--cosine <t>', 'embeddings: least cosine', '0.97')
    .option('--similarity <t>', 'captions: least Jaccard similarity of their shingles', '0.8')
    .option('--metres <d>', 'places: distance that is too near', '50')
    .option('--show <n>', 'pairs of each kind that are shown', integerOption(0, 200), 5)
    .action(async (dir: string, words: LeaksWords) => {
      const has = (kind: LeakKind): boolean => words.only.includes(kind)
      const parsed = LeakOptions.safeParse({
        bits: has('tiles') ? words.bits : null,
        encoder: has('embeddings') ? (words.encoder ?? null) : null,
        cosine: Number(words.cosine),
        similarity: has('captions') ? Number(words.similarity) : null,
        metres: has('places') ? Number(words.metres) : null
      })
      if (!parsed.success) throw new PlanisphereError('INVALID_INPUT', `This cannot be checked: ${parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')}.`, { hint: 'See planisphere leaks --help.' })
      await withProject(terminal, dir, 'write', async (client, project) => {
        const job = await watchJob(terminal, client, project, () => client.call('leaks.check', { project, options: parsed.data }))
        const { counts } = z.object({ counts: z.array(LeakCount) }).parse(job.result)
        const pairs: LeakPair[] = []
        for (const { kind } of counts) pairs.push(...(await client.call('leaks.pairs', { project, kind, start: 0, count: words.show })).pairs)
        const found = counts.reduce((sum, one) => sum + one.pairs, 0)
        const text = [
          table(['', 'compared', 'left out', 'pairs', 'items in pairs'], counts.map(({ kind, compared, leftOut, pairs: n, items, cut }) => [named[kind], count(compared), count(leftOut), `${cut ? '≥ ' : ''}${count(n)}`, count(items)])),
          ...(pairs.length === 0 ? [] : ['', table(['kind', 'value', 'one', 'split', 'other', 'split'], pairs.map(({ kind, value, a, b }) => [kind, kind === 'places' ? `${value.toFixed(1)} m` : kind === 'tiles' ? `${value} bits` : value.toFixed(4), sideText(a), a.split ?? '–', sideText(b), b.split ?? '–']))]),
          '',
          found === 0 ? 'No leaks between the splits were found.' : 'Move such places to the same split: divide with a buffer (planisphere splits assign), or pair by pair in Compare > Splits.'
        ].join('\n')
        terminal.result({ counts, pairs, problemCount: job.problemCount }, text)
        terminal.exit(job.problemCount > 0 ? exitCodes.partlyDone : exitCodes.done)
      })
    })
}

function sideText({ placeUid, text }: LeakSide): string {
  return text === null ? placeUid : `${placeUid} ${text.length > 40 ? `${text.slice(0, 40)}…` : text}`
}
