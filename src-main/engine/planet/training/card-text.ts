import type { AblationReport, ModelCard } from '#shared/domain/planet.ts'

export interface CardMore {
  readonly ablation: AblationReport | null
  /** What was left out of the data, and other things to know, a sentence each. */
  readonly notes: readonly string[]
  readonly version: string
}

/** The model card for people: README.md of the encoder's folder. */
export function cardText(card: ModelCard, { ablation, notes, version }: CardMore): string {
  const { options, data } = card
  const planet = card.lambda > 0
  const kinds = (['colour', 'structure', 'texture'] as const).filter((kind) => options.weights[kind] > 0)
  const looked = card.curve.filter((point) => point.validation !== null && point.lambda === card.lambda)
  return `${[
    `# ${card.name}`,
    `A dual text and image encoder for finding the satellite tile that a description speaks of, trained with Planisphere ${version} ${options.base === null ? 'from scratch (PLANET-nano)' : `as heads on the frozen encoder ${options.base}`} on ${new Date(card.createdAt).toISOString().slice(0, 10)}. It is an encoder like any other: \`encoder.json\` describes its files, \`planet.json\` has everything below as data.`,
    '## Data',
    table(['split', 'places', 'captions', 'regions'], (['train', 'val', 'test'] as const).map((split) => [split, count(data.places[split]), count(data.captions[split]), count(data.regions[split].length)])),
    `SHA-256 of the data (captions, tiles, regions, splits, specs): \`${data.hash}\`. Texts: ${options.texts === 'current' ? 'as people have corrected them' : 'as they were first written'}${options.where ? `; trained on the captions that fit \`${options.where}\`` : ''}. Rejected captions were not used. No region is in two splits.`,
    ...(notes.length > 0 ? [notes.map((note) => `- ${note}`).join('\n')] : []),
    '## Training',
    [
      `- Loss: symmetric InfoNCE over texts and tiles (L_itc)${planet ? ` + ${card.lambda} x L_phy over the physical signatures ${kinds.join(', ')} (spec \`${card.signatureSpec.slice(0, 12)}\`)` : '; no physical terms (lambda = 0)'}. ${options.lambda.length > 1 ? `Validation chose lambda among ${options.lambda.join(', ')}.` : ''}`.trimEnd(),
      `- AdamW, weight decay ${options.weightDecay}, peak rate ${options.rate} with warm-up and cosine; ${count(options.steps)} steps of ${options.batch} places${card.stoppedEarly ? ', stopped early' : ''}; the weights of step ${count(card.keptStep)} are kept, the best in validation.`,
      `- ${count(card.parameters)} parameters, seed ${options.seed}, ${options.threads === 0 ? 'as many threads as cores' : `${options.threads} threads`}, ${card.provider}, ${card.stepsPerSecond.toFixed(1)} steps a second. On a CPU the same options and data give the same weights.`
    ].join('\n'),
    ...(looked.length > 0 ? ['## Validation', table(['step', 'loss', 'L_itc', 'R@1', 'R@5', 'R@10', 'MRR'], looked.map(({ step, loss, contrastive, validation }) => [count(step), loss.toFixed(3), contrastive.toFixed(3), ...(validation ? [validation.r1, validation.r5, validation.r10].map(percent) : []), validation?.mrr.toFixed(3) ?? '–']))] : []),
    '## Test',
    card.test === null
      ? 'The data have no test split, so nothing is known of other regions.'
      : `Regions that it never saw, looked at once, after everything was chosen: ${count(card.test.queries)} captions against the ${count(card.test.gallery)} tiles of the split.\n\n${table(['R@1', 'R@5', 'R@10', 'chance of R@1'], [[percent(card.test.r1), percent(card.test.r5), percent(card.test.r10), percent(1 / card.test.gallery)]])}`,
    ...(ablation ? ['## Ablation', ablationText(ablation)] : []),
    '## Limits',
    `- It knows what its training captions and tiles show, in ${count(data.regions.train.length)} regions; of other places, sensors, resolutions and languages nothing is known.\n- ${options.base === null ? 'Its tokenizer has the words of its training captions; others are unknown to it.' : `Its towers are those of ${options.base}: that encoder’s limits and licence are its own.`}\n- Figures are of this data set: a gallery of another size gives others.`,
    '## Licence',
    `The weights are made from the project’s captions and tiles${options.base === null ? '' : ` and from ${options.base}`}: their terms decide what may be done with them. Planisphere (Apache-2.0) adds none.`
  ].join('\n\n')}\n`
}

function ablationText({ rows, options, method }: AblationReport): string {
  const shown = rows.filter(({ held }) => held === null)
  const interval = ({ value, low, high }: AblationReport['rows'][number]['r1']): string => (low === null || high === null ? percent(value) : `${percent(value)} (${percent(low)} to ${percent(high)})`)
  return `Over the same data, seeds ${options.seeds.join(', ')}, intervals of ${Math.round(options.confidence * 100)} %.\n\n${table(['level', 'variant', 'R@1', 'R@5', 'R@10', 'R@1 minus plain'], shown.map((row) => [row.level, row.variant, interval(row.r1), interval(row.r5), interval(row.r10), row.difference ? interval(row.difference.r1) : '–']))}\n\n${method.join(' ')}`
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`
}

function count(value: number): string {
  return value.toLocaleString('en')
}
