import type { FeatureMessages } from '../../../i18n/index.ts'

export const messages: FeatureMessages = {
  en: {
    title: 'Differences of {metric}', pairs: '{n} pair, tested together | {n} pairs, tested together', matrix: 'Matrix of differences', pair: 'One difference', rowMinusColumn: 'row − column', toRuns: 'To the runs', testing: 'Testing…', turn: 'Turn round', noPair: 'These two runs have no difference under this metric.',
    holds: 'holds', mayBeChance: 'may be chance', otherProtocol: 'other protocols: not comparable without saying so', holmIs: '{p} after Holm',
    betterHolds: '{name} is better by {size}, and that is more than chance.', betterMayBe: '{name} is better by {size} here, but that may be chance.', betterUntested: '{name} is better by {size} here; whether that is more than chance is not tested.', alike: '{a} and {b} are alike here.', unknown: 'The metric cannot be computed for both of {a} and {b}.',
    interval: '{coverage} interval {range}', noInterval: 'No interval: it needs two places or more.', noMedianInterval: 'The difference of two medians comes without an interval and is not tested; means and shares are.', notTested: 'not tested', powerMedian: 'That cannot be computed for a median: choose a mean or a share as the metric.',
    tests: 'Could it be chance? (two-sided p)', holm: 'Sign-flip, Holm', holmLong: 'The sign-flip p value, corrected by Holm for {n} pairs tested together. Under 0.05 the difference holds.',
    signFlip: 'Sign-flip of regions', signFlipLong: 'Whether the differences of regions would be as far from zero if each could as well have the other sign. Makes no assumption about their distribution.', exact: 'all sign patterns', drawn: 'drawn sign patterns',
    t: 'Student’s t, regions alike', tLong: 'The paired t test on the means of regions: every region counts alike, whatever weighs the difference above.', mcnemar: 'McNemar', mcnemarLong: 'The exact test on queries that only one of the two ranks first. It takes queries as independent, so it applies only to R{\'@\'}1 with one caption a place.', only: 'only first {a}, only second {b}',
    why: { captions: 'McNemar does not apply: places have several captions, which are not independent.', metric: 'McNemar applies to R{\'@\'}1 only.', regions: 'There are too few regions to test on.', median: 'Medians are not means of queries: t and effect sizes do not apply.' },
    effect: 'How large is it?', dzLong: 'Cohen’s d for pairs: the mean difference of regions, each counting alike, divided by its standard deviation.', size: { negligible: 'negligible', small: 'small', medium: 'medium', large: 'large' },
    dominance: 'Dominance', dominanceLong: '(wins − losses) / paired queries: from −1, the second always ranks better, to +1, the first does.',
    outcome: { won: '{n} won', tied: '{n} alike', lost: '{n} lost' },
    over: 'Over what?', paired: 'Paired queries', unpaired: 'Unpaired, left out', unpairedLong: 'Queries that only one of the two runs has.', places: 'Places', regions: 'Regions',
    powerTitle: 'How many queries would show a difference of …?', pp: 'pp', powerDifference: 'Difference', power: 'Power', alpha: 'Alpha',
    powerNeeds: 'About {queries} queries ({regions} regions, with as many queries each) would show {difference} with a power of {power} at {alpha}; there are {have}.', powerEnough: '{queries} queries ({regions} regions) would show {difference} with a power of {power} at {alpha}: the {have} here are enough.',
    powerLeast: 'These {queries} queries show {least} or more.', powerUnknown: 'That cannot be computed: it needs a spread between two regions or more.', powerHow: 'From the spread of the differences between regions that was seen here, by the t test of their mean.',
    actions: { matrix: 'To the matrix of differences', turn: 'Turn the difference round', power: 'How many queries would show a difference' }
  },
  zh: {
    title: '{metric} 的差异', pairs: '{n} 对,一并检验', matrix: '差异矩阵', pair: '单个差异', rowMinusColumn: '行 − 列', toRuns: '前往评测', testing: '正在检验…', turn: '交换方向', noPair: '这两个评测在该指标下没有差异可言。',
    holds: '成立', mayBeChance: '可能是偶然', otherProtocol: '方案不同:不加说明不可比较', holmIs: 'Holm 校正后 {p}',
    betterHolds: '{name} 好 {size},且超出偶然。', betterMayBe: '{name} 在此处好 {size},但可能是偶然。', betterUntested: '{name} 在此处好 {size};是否超出偶然未作检验。', alike: '{a} 与 {b} 在此处相同。', unknown: '该指标无法同时对 {a} 和 {b} 计算。',
    interval: '{coverage} 区间 {range}', noInterval: '无区间:至少需要两个地点。', noMedianInterval: '两个中位数之差没有区间,也不作检验;均值与占比则有。', notTested: '未检验', powerMedian: '无法对中位数计算:请选择均值或占比作为指标。',
    tests: '可能是偶然吗?(双侧 p)', holm: '符号翻转,Holm', holmLong: '符号翻转 p 值,对一并检验的 {n} 对按 Holm 校正。低于 0.05 则差异成立。',
    signFlip: '按区域符号翻转', signFlipLong: '若每个区域的差异符号可正可负,是否也会如此远离零。不对其分布作假设。', exact: '全部符号组合', drawn: '抽取的符号组合',
    t: '学生 t(各区域等权)', tLong: '对区域均值的配对 t 检验:无论上面的差异如何加权,各区域权重相同。', mcnemar: 'McNemar', mcnemarLong: '对仅其中一个排第一的查询做精确检验。它假定查询相互独立,因此仅适用于每个地点一条描述的 R{\'@\'}1。', only: '仅前者 {a},仅后者 {b}',
    why: { captions: 'McNemar 不适用:同一地点有多条描述,并不独立。', metric: 'McNemar 仅适用于 R{\'@\'}1。', regions: '区域太少,无法检验。', median: '中位数不是查询的均值:t 与效应量不适用。' },
    effect: '有多大?', dzLong: '配对的 Cohen d:区域差异的均值除以其标准差。', size: { negligible: '可忽略', small: '小', medium: '中', large: '大' },
    dominance: '优势度', dominanceLong: '(胜 − 负)/ 配对查询:从 −1(后者总是更好)到 +1(前者总是更好)。',
    outcome: { won: '胜 {n}', tied: '平 {n}', lost: '负 {n}' },
    over: '基于什么?', paired: '配对查询', unpaired: '未配对,未计入', unpairedLong: '仅其中一个评测拥有的查询。', places: '地点', regions: '区域',
    powerTitle: '需要多少查询才能显示如下差异?', pp: '百分点', powerDifference: '差异', power: '检验效能', alpha: '显著性水平',
    powerNeeds: '约 {queries} 个查询({regions} 个区域,每区域查询数相同)可在 {alpha} 水平以 {power} 的效能显示 {difference};现有 {have} 个。', powerEnough: '{queries} 个查询({regions} 个区域)即可在 {alpha} 水平以 {power} 的效能显示 {difference}:现有的 {have} 个已足够。',
    powerLeast: '这 {queries} 个查询可显示 {least} 或更大的差异。', powerUnknown: '无法计算:至少需要两个区域之间的离散程度。', powerHow: '根据此处所见的区域间差异的离散程度,按其均值的 t 检验计算。',
    actions: { matrix: '前往差异矩阵', turn: '交换差异方向', power: '需要多少查询才能显示差异' }
  }
}
