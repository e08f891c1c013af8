import type { Command } from 'commander'
import type { Diagnosis } from '#shared/contracts/diagnosis.ts'
import { mostPoints, ProjectionSummary } from '#shared/contracts/projections.ts'
import { calibrationLevel, duplicatesLevel, gapLevel, hubnessLevel, separationLevel, spreadLevel, type Level } from '#shared/domain/diagnosis-reading.ts'
import { splits, viewKinds, type Split, type ViewKind } from '#shared/domain/vocabulary.ts'
import { choiceOption, integerOption } from '../arguments.ts'
import { watchJob } from '../job-watch.ts'
import { withProject } from '../project-access.ts'
import { count, table, type Terminal } from '../terminal.ts'

const words: Readonly<Record<Level, string>> = { good: 'good', mind: 'worth a look', bad: 'a fault' }

/** What embeddings are like: the diagnosis of a run, and pictures of embeddings. */
export function addEmbeddingCommands(program: Command, terminal: Terminal): void {
  program
    .command('diagnose')
    .description('hubs, scores, confidence and embeddings of a run; made once and kept')
    .argument('<dir>')
    .argument('<run>')
    .action(async (dir: string, run: string) => {
      // A kept diagnosis can be read where the project is open elsewhere or read-only.
      const kept = await withProject(terminal, dir, 'read', (client, project) => client.call('diagnosis.get', { project, run }))
      if (kept) {
        terminal.result(kept.diagnosis, diagnosisText(kept.diagnosis))
        return
      }
      await withProject(terminal, dir, 'write', async (client, project) => {
        await watchJob(terminal, client, project, () => client.call('diagnosis.start', { project, run }))
        const made = await client.call('diagnosis.get', { project, run })
        if (made) terminal.result(made.diagnosis, diagnosisText(made.diagnosis))
      })
    })

  program
    .command('lay-out')
    .description('lay out embeddings in a plane (principal components, then UMAP) for Compare’s view of embeddings')
    .argument('<dir>')
    .requiredOption('--encoder <name>')
    .option('--captions', 'captions (the default, unless --views is given)')
    .option('--views <kind>', viewKinds.join(', '), choiceOption(viewKinds))
    .option('--split <split>', 'of one split', choiceOption(splits))
    .option('--center', 'each side minus its mean first')
    .option('--limit <n>', 'points at most; more are sampled', integerOption(10, mostPoints), 20_000)
    .option('--seed <n>', 'the same seed gives the same picture', integerOption(0, 2 ** 31 - 1), 1)
    .action(async (dir: string, given: { encoder: string; captions?: boolean; views?: ViewKind; split?: Split; center?: boolean; limit: number; seed: number }) => {
      await withProject(terminal, dir, 'write', async (client, project) => {
        const options = { encoder: given.encoder, captions: given.captions ?? given.views === undefined, views: given.views ?? null, split: given.split ?? null, centered: given.center ?? false, limit: given.limit, seed: given.seed }
        const job = await watchJob(terminal, client, project, () => client.call('projections.start', { project, options }))
        const made = ProjectionSummary.parse(job.result)
        terminal.result(made, `${made.projection}: ${count(made.points)} points of ${made.options.encoder}; ${share(made.kept.umap)} of nearest neighbours kept (principal plane: ${share(made.kept.pca)}).`)
      })
    })
}

function diagnosisText(diagnosis: Diagnosis): string {
  const { hubness, scores, confidence, embeddings } = diagnosis
  const half = confidence.softmax.curve.find(({ coverage }) => coverage === 0.5)?.right ?? null
  const rows = [
    ...hubness.map((one) => [`hubs, first ${one.k}`, one.k === 10 ? words[hubnessLevel(one)] : '', `skewness ${figure(one.skewness, 2)} (by chance ${figure(one.expectedSkewness, 2)}); ${count(one.never)} of ${count(one.documents)} documents never; the first answers ${count(one.most)} queries`]),
    ['scores', words[separationLevel(diagnosis)], `AUC of truths against hardest impostors ${figure(scores.area, 3)}; overlap ${share(scores.overlap)}`],
    ['confidence', words[calibrationLevel(diagnosis)], `ECE ${figure(confidence.error, 3)}; the surest half gives R@1 ${share(half)} instead of ${share(diagnosis.right)}`],
    ...(embeddings?.sides ?? []).flatMap((side) => [
      [`${side.side}, spread`, words[spreadLevel(side)], `mean cosine ${figure(side.meanCosine, 3)}; ${figure(side.participation, 1)} of ${side.dimensions} directions; ${side.dead} dead`],
      [`${side.side}, equal`, words[duplicatesLevel(side)], `${count(side.exact.members)} of ${count(side.vectors)} equal to another; ${count(side.near.members)} of ${count(side.near.of)} above a cosine of 0.9999`]
    ]),
    ...(embeddings === null || embeddings.gap === null ? [] : [['gap', words[gapLevel(embeddings.gap, embeddings.centered)], `the means of both sides are ${figure(embeddings.gap, 2)} apart${embeddings.centered ? '; the run centres both' : ''}`]])
  ]
  const without = diagnosis.withoutEmbeddings === null ? '' : `\nWithout embeddings: ${diagnosis.withoutEmbeddings}.`
  return `${diagnosis.run}: ${count(diagnosis.queries)} queries\n${table(['part', 'reads', 'figures'], rows)}${without}`
}

function figure(value: number | null, digits: number): string {
  return value === null ? '–' : value.toFixed(digits)
}

function share(value: number | null): string {
  return value === null ? '–' : `${(value * 100).toFixed(1)} %`
}
