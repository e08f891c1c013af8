import type { FeatureMessages } from '../../../i18n/index.ts'

/** Wins and losses of two runs, down to the words of one query. */
export const messages: FeatureMessages = {
  en: {
    scatter: 'Rank under A against rank under B', scatterName: 'Ranks of the truth: under A to the right, under B upwards', histogram: 'Ranks of the truth', axis: 'Rank under {letter}: {name}',
    aBetter: 'A ranks better', bBetter: 'B ranks better', span: '{from} to {to}', cell: 'Rank under A {a}, under B {b}: {n} queries', point: 'Rank under A {a}, under B {b}: click to look at this query', brushing: 'Selecting rank under A {a}, under B {b}',
    hint: 'Drag to select queries · wheel to come closer · Shift and drag to move',
    keys: 'Arrow keys move over the cells, with Shift they spread, Enter selects their queries, Escape lets go. Plus and minus come closer and go further, Ctrl and arrows move, 0 shows all.',
    reading: 'Reading the ranks of both runs…', closer: 'Closer', further: 'Further away', all: 'All ranks', save: 'Save this figure', scale: 'Queries in a cell; colours are even in the logarithm',
    outcomes: 'How often which run ranks the truth better', outcome: { won: 'A better', lost: 'B better', tied: 'alike' }, chooseOutcome: 'Selects these queries; once more: all', unpaired: '{n} queries are not in B and are left out.',
    second: 'With a second run this shows rank against rank.', noRun: 'No run is chosen', noRunText: 'Choose one run for its ranks and queries, or two to see where each of them wins.', nothingShared: 'The two runs have none of these queries in common.',
    none: 'No query fits', noneText: 'Take a condition of the selection away.', rankOf: 'Rank {letter}',
    order: { won: 'A wins by most', lost: 'B wins by most', worst: 'Worst rank of A', best: 'Best rank of A', error: 'Furthest error of A', query: 'In order' },
    pickText: 'Choose a query in the list or a point in the picture.', caption: 'Caption', rankingOf: 'Ranking of {name}', truth: 'truth', truthScore: 'Score of the truth', impostorScore: 'First wrong answer', gap: 'Truth ahead by', gapTitle: 'Score of the truth minus that of the best wrong answer', mapName: 'Truth and first answers',
    which: 'Which words matter?', asking: 'Leaving out one word after the other', underRun: 'Run whose encoder is asked', helps: 'Helps', hurts: 'Hurts', withoutWord: 'Without it, the truth’s score changes by {score}', rankMoves: '; its rank goes from {from} to {to}',
    effectNote: 'Change of the truth’s score when the word is left out. Underlined: it helps; dashed: it hurts.', unreadWord: 'The encoder does not read this far', unread: '{n} words lie behind the last token that the encoder reads.', changed: 'The text or its vectors have changed since the run: the truth scores {now} now and {then} then.'
  },
  zh: {
    scatter: 'A 的排名对 B 的排名', scatterName: '真值的排名：横轴为 A，纵轴为 B', histogram: '真值的排名', axis: '{letter} 的排名：{name}',
    aBetter: 'A 排名更好', bBetter: 'B 排名更好', span: '{from} 至 {to}', cell: 'A 的排名 {a}，B 的排名 {b}：{n} 条查询', point: 'A 的排名 {a}，B 的排名 {b}：点击查看此查询', brushing: '正在选择 A 的排名 {a}，B 的排名 {b}',
    hint: '拖动以选择查询 · 滚轮缩放 · 按住 Shift 拖动以移动',
    keys: '方向键在单元格间移动，按住 Shift 扩展，Enter 选择其中的查询，Escape 放弃。加号和减号缩放，Ctrl 加方向键移动，0 显示全部。',
    reading: '正在读取两个评测的排名…', closer: '放大', further: '缩小', all: '全部排名', save: '保存此图', scale: '每个单元格的查询数，颜色按对数均匀',
    outcomes: '哪个评测更常将真值排得更前', outcome: { won: 'A 更好', lost: 'B 更好', tied: '相同' }, chooseOutcome: '选择这些查询；再次点击则选择全部', unpaired: '{n} 条查询不在 B 中，未计入。',
    second: '再选择一个评测即可对比排名。', noRun: '尚未选择评测', noRunText: '选择一个评测查看其排名与查询，或选择两个查看各自胜在何处。', nothingShared: '两个评测没有共同的查询。',
    none: '没有符合的查询', noneText: '请移除一个选择条件。', rankOf: '{letter} 排名',
    order: { won: 'A 胜出最多', lost: 'B 胜出最多', worst: 'A 排名最差', best: 'A 排名最好', error: 'A 误差最远', query: '按顺序' },
    pickText: '请在列表中选择一条查询，或在图中选择一个点。', caption: '描述', rankingOf: '{name} 的排序', truth: '真值', truthScore: '真值得分', impostorScore: '首个错误答案', gap: '真值领先', gapTitle: '真值得分减去最高的错误答案得分', mapName: '真值与首个答案',
    which: '哪些词重要？', asking: '正在逐词移除', underRun: '使用哪个评测的编码器', helps: '有帮助', hurts: '有妨碍', withoutWord: '移除后真值得分变化 {score}', rankMoves: '；排名由 {from} 变为 {to}',
    effectNote: '移除该词后真值得分的变化。实线下划线：有帮助；虚线：有妨碍。', unreadWord: '编码器读不到此处', unread: '{n} 个词在编码器读取的最后一个词元之后。', changed: '自评测以来文本或向量已改变：真值得分现为 {now}，当时为 {then}。'
  }
}
