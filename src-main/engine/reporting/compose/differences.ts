import type { RunPair } from '#shared/domain/analysis.ts'
import { intervalFigure } from '../figures/interval-figure.ts'
import { letterOf } from '../report-facts.ts'
import { metricName } from '../words/words.ts'
import type { GroupComposer, Section } from './section.ts'

/** Every pair of a group's runs: difference, tests, sizes. */
export function differences({ facts, words, text, confidence, group, suffix }: GroupComposer): Section {
  const { pairs } = group
  if (pairs === null) return { blocks: [], data: [] }
  const said = words.pairs
  const metric = facts.options.metric
  const title = said.title(metricName(metric, words))
  if (typeof pairs === 'string') return { blocks: [{ kind: 'heading', level: 3, text: title }, { kind: 'warning', text: words.warnings.pairs(pairs) }], data: [] }
  const label = ({ a, b }: RunPair): string => `${letterOf(facts, a)} − ${letterOf(facts, b)}`
  const mcnemar = pairs.some(({ test }) => test.mcnemar !== null)
  const drawn = pairs.filter(({ difference }) => difference.value !== null)
  return {
    blocks: [
      {
        kind: 'table',
        title,
        columns: [
          { title: said.pair, align: 'left' }, { title: said.difference, align: 'right', share: 2 }, { title: said.p, align: 'right' }, { title: said.holm, align: 'right' }, { title: said.t, align: 'right' },
          ...(mcnemar ? [{ title: said.mcnemar, align: 'right' as const }] : []),
          { title: said.dz, align: 'right' }, { title: said.outcome, align: 'right', share: 2 }, { title: said.stands, align: 'right' }
        ],
        rows: pairs.map((pair) => [
          { text: label(pair), strong: pair.stands },
          { text: text.difference(metric, pair.difference.value), small: text.differenceInterval(metric, pair.difference), strong: pair.stands },
          { text: text.p(pair.test.signFlip) },
          { text: text.p(pair.holm) },
          { text: text.p(pair.test.t?.p ?? null) },
          ...(mcnemar ? [{ text: text.p(pair.test.mcnemar?.p ?? null) }] : []),
          { text: pair.effect.dz === null ? '–' : text.number(pair.effect.dz, 2) },
          { text: [pair.effect.wins, pair.effect.losses, pair.effect.ties].map((n) => text.number(n)).join(' / ') },
          { text: pair.stands ? said.yes : said.no, strong: pair.stands }
        ]),
        note: [said.note(confidence), ...[...new Set(pairs.flatMap(({ test }) => test.why ?? []))].map((why) => Object.entries(said.why).find(([code]) => code === why)?.[1] ?? why)].join(' '),
        data: `differences${suffix}`
      },
      ...(drawn.length > 1
        ? [{ kind: 'figure' as const, title: '', drawing: intervalFigure(drawn.map((pair) => ({ label: label(pair), marks: [{ index: null, estimate: pair.difference, strong: pair.stands }] })), { metric, difference: true, alt: said.figure(metricName(metric, words)), text }), data: `differences${suffix}` }]
        : [])
    ],
    data: [
      {
        name: `differences${suffix}`,
        header: ['a', 'b', 'metric', 'difference', 'low', 'high', 'interval', 'p_sign_flip', 'exact', 'p_holm', 'stands', 't', 't_df', 't_p', 'mcnemar_only_a', 'mcnemar_only_b', 'mcnemar_p', 'dz', 'wins', 'losses', 'ties', 'dominance', 'queries', 'places', 'regions', 'unpaired', 'why'],
        rows: pairs.map(({ a, b, difference, test, holm, stands, effect, sample, unpaired }) => [
          a, b, metric, difference.value, difference.low, difference.high, difference.kind, test.signFlip, test.signFlipExact, holm, stands, test.t?.t ?? null, test.t?.df ?? null, test.t?.p ?? null,
          test.mcnemar?.onlyA ?? null, test.mcnemar?.onlyB ?? null, test.mcnemar?.p ?? null, effect.dz, effect.wins, effect.losses, effect.ties, effect.dominance, sample.queries, sample.places, sample.regions, unpaired, test.why
        ])
      }
    ]
  }
}
