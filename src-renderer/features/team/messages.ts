import type { FeatureMessages } from '../../i18n/index.ts'
import { packagesMessages } from './packages-messages.ts'

export const messages: FeatureMessages = {
  en: {
    ...packagesMessages.en,
    tabs: { annotators: 'Annotators', agreement: 'Agreement', assign: 'Assign', gold: 'Gold', packages: 'Packages', inbox: 'Inbox' },
    actions: { next: 'Next tab', previous: 'Previous tab', filter: 'Filter captions' },
    filterPlaceholder: 'All captions', filterAnnotators: 'Captions that the figures speak of', filterAgreement: 'Captions that agreement speaks of',
    counting: '{percent} %', notCounted: 'Not counted yet', count: 'Count now', scale: 'Intervals on a scale from {from} to 1, dashed lines at 0.667 and 0.8', countingAnnotators: 'Counting verdicts', countingAgreement: 'Counting agreement',
    annotator: 'Annotator', you: 'you', captions: 'Captions', verdicts: 'Verdicts', editRate: 'Edit rate', words: 'Words', seconds: 'Per verdict', perMinute: 'A minute', hours: 'At work', days: 'Last 14 days',
    assigned: 'Assigned', agreementShort: 'Agrees', nobodyElse: 'Nobody else reviewed her captions', comparisons: '{n} comparison | {n} comparisons', lastSeen: 'Last seen', s: '{n} s', given: '{n} verdicts stand, those that were replaced by newer ones included', ofDecided: '{n} of {base} decided', overEdits: 'over {n} edits',
    leftOf: '{left} of {total} left', allAnswered: '{total} answered', assignedLong: '{answered} of {total} answered', onDay: '{day}: {n} verdicts, {time} at work', lastDays: '{n} verdicts in the last 14 days',
    nobody: 'Nobody has reviewed yet', nobodyText: 'Here is what each annotator did, how fast and how well, as soon as there is a verdict.', toReview: 'Review', toAssign: 'Assign captions', whoAreYou: 'Give your name first, at the top right.',
    explain: {
      captions: 'Captions with a verdict of hers that stands, each by the newest.', verdicts: 'By the newest verdict on each caption. Bulk events do not count: nobody looked at each caption.',
      editRate: 'edited / (accepted + edited + rejected)', words: 'Words put in, taken out or replaced from the first text to that of her edit (Levenshtein over words), on the mean of her edits.',
      seconds: 'Median time from one verdict to the next. A gap of over three minutes was a break and is left out.', perMinute: 'Verdicts a minute of work: gaps of over three minutes are left out.', hours: 'Sum of the gaps of up to three minutes.',
      days: 'Verdicts a day, all annotators on one scale.', assigned: 'Captions assigned to her that wait for a verdict of hers.', agreement: 'Krippendorff’s alpha of her verdicts with those of all others: each comparison is a unit.',
      gold: 'Share of gold captions answered rightly: same class of verdict (pass or fail), and of a text that passes a token F1 of at least 0.9 with the known text, and nearer to it than the first text was. A skip is no answer; whoever set an answer, or gave the verdict it was taken from, is not measured by it.'
    },
    which: { name: 'Which verdicts', all: 'All verdicts', apart: 'Given apart' },
    basis: {
      all: 'Each annotator’s newest verdict that stands, on {n} caption with verdicts of two or more. Whoever came later may have seen the verdict before. | Each annotator’s newest verdict that stands, on {n} captions with verdicts of two or more. Whoever came later may have seen the verdict before.',
      apart: 'Only verdicts given without knowing anyone else’s (blind reviews, work packages), of {n} caption with verdicts of two or more. | Only verdicts given without knowing anyone else’s (blind reviews, work packages), of {n} captions with verdicts of two or more.'
    },
    hidden: '{n} is hidden from you and left out. | {n} are hidden from you and left out.', overall: 'All annotators', pairs: 'Each pair', matrix: 'Who agrees with whom', matrixShows: 'What the matrix shows', pair: 'Between', alpha: 'Alpha', units: 'Captions',
    passFail: 'Pass/fail', sameVerdict: 'Same verdict', tokenF1: 'Token F1', editSimilarity: 'Edit similarity', texts: 'Texts', againstOthers: '{annotator} – all others', ofCompared: '{n} of {base} captions',
    nothingShared: '{a} and {b} share no caption', nCaptions: '{n} caption | {n} captions', nTexts: '{n} text | {n} texts', nTextPairs: '{n} pair of texts | {n} pairs of texts', interval: '{alpha}, 95 % from {low} to {high}', definitions: 'What these figures are',
    noPairs: 'No two annotators reviewed the same caption', noPairsApart: 'No verdicts were given apart', noPairsText: 'Assign captions to two or more annotators, blind, and their agreement appears here.', noPairsShort: 'No two annotators share a caption.', countAll: 'Count all verdicts',
    reason: { 'no-pairable-unit': 'No caption has two verdicts', 'no-variation': 'All verdicts are the same', texts: 'No caption passed twice', cues: 'No text was marked by two', kind: 'Nothing that could differ' },
    measure: {
      name: 'Measure', value: 'Value', interval: '95 % interval', base: 'Over', verdicts: 'Verdicts (alpha)', passFail: 'Pass or fail (alpha)', sameVerdict: 'Same verdict (share)', tokenF1: 'Texts: token F1', editSimilarity: 'Texts: edit similarity',
      unitizing: 'Cues: place and kind (uα)', identification: "Cues: marked or not ({'|'}uα)", coding: 'Cues: kind only (cuα)', overKinds: 'Cues: over the kinds', kind: 'Cues: {kind} (uα)'
    },
    cueKind: { layout: 'layout', style: 'style', colour: 'colour', structure: 'structure', texture: 'texture', sign: 'sign' },
    define: {
      verdicts: 'Krippendorff’s alpha, nominal, over accepted, edited, rejected and flagged: 1 for perfect agreement, 0 for what chance would give. A skip gives no value; values may be missing. The dashed lines are at 0.667 and 0.8, below and from which Krippendorff advises to reject or to rely on data. K. Krippendorff, “Computing Krippendorff’s Alpha-Reliability” (2011).',
      passFail: 'The same alpha over two values: pass (accepted, edited) and fail (rejected, flagged).', sameVerdict: 'Share of the captions on which both gave the same verdict. Not corrected for chance.',
      tokenF1: 'F1 of the words of two texts as multisets, 2 · common / (words of both), on the mean; only where both let the caption pass. P. Rajpurkar et al., “SQuAD” (2016), with articles counted.',
      editSimilarity: '1 − Levenshtein distance / length of the longer text, in characters, on the mean; only where both let the caption pass.',
      unitizing: 'Krippendorff’s alpha for unitizing: where cues are and of what kind, gaps included, over texts that two or more marked. K. Krippendorff, Y. Mathet, S. Bouvry, A. Widlöcher, Quality & Quantity 50 (2016); Content Analysis, 4th ed. (2019), 12.6.',
      identification: 'Only what is marked and what is not, whatever the kind. Same source.', coding: 'Only the kinds, where marks of two annotators meet. Same source.', overKinds: 'One figure over a continuum for each kind: disagreements are summed before the quotient.', kind: 'One kind on its own continuum, where all else is a gap.',
      interval: 'Percentile bootstrap: captions are drawn with replacement a thousand times, with a seed, and alpha is computed afresh. B. Efron, R. Tibshirani (1993), chapter 13.',
      apart: 'Of each annotator the newest verdict that knew of no verdict of anyone else. A verdict keeps which others its annotator had seen; an adjudication knows both sides and is none. Cues do not keep it: there, those of annotators with such a verdict count.',
      gold: 'Right: same class of verdict; of a text that passes, token F1 of at least 0.9 with the known text, and nearer to it than the first text was.'
    },
    near: 'Nearly the same as {name}.', takeNear: 'Choose {name}',
    assign: {
      title: 'New assignment', present: 'Assignments', counting: 'Counting assignments', captions: 'Captions', filter: 'Captions to assign', annotators: 'Annotators', newName: 'A new name', overlap: 'Annotators per caption', overlapHint: 'Two or more make agreement measurable.',
      blind: 'Blind', blindHint: 'Nobody sees what the others decided before all have.', loads: 'What each will have', more: '+{more}', moreThan: '{before} + {more}', button: 'Assign', chooseAnnotators: 'Choose annotators.', nothingFits: 'No caption fits.',
      started: '{n} captions are being assigned to {who}.', undoHint: 'It is one event: Z in Review takes it back.', byAnnotator: 'By annotator', events: 'By assignment', progress: 'Answered', left: 'Left', made: 'When', by: 'By', isBlind: 'blind', unassign: 'Unassign',
      unassigned: '{n} captions are being taken from {who}.', undo: 'Take back', undone: 'The assignment was taken back.', undoLong: 'Unassign takes what is left from an annotator; what she answered stays. An assignment that is the newest thing you did can be taken back whole.',
      none: 'Nothing is assigned', noneText: 'Choose captions and annotators, and how many look at each caption. They find theirs in Review under “assigned:me”.'
    },
    gold: {
      short: 'Gold', answered: '{n} answered', withheld: 'Of fewer than five answers the score is shown only to whoever set them.', rightOf: '{right} of {n} right', yours: 'Gold captions that you set', none: 'You set no gold captions',
      noneText: 'A gold caption has a known answer that annotators do not see: what they say of it tells how careful they are. Draw some at random here, or set one in Review.',
      ofOthers: 'Another set {n} gold caption. It stays hidden from you, so that it can measure you too. | Others set {n} gold captions. They stay hidden from you, so that they can measure you too.',
      caption: 'Caption', answer: 'Answer', right: 'Right', set: 'Set', nobody: 'nobody answered yet', make: 'Random gold', makeText: 'Accepted captions are drawn at random; their present text becomes the answer. Whoever gave the verdict that it repeats is not measured by it.', filter: 'Captions to draw from',
      count: 'How many', seed: 'Seed', seedHint: 'The same seed draws the same.', makeButton: 'Make {n} gold', made: '{n} of {base} accepted caption is gold now. | {n} of {base} accepted captions are gold now.', noCandidates: 'No accepted caption fits that is not gold already.',
      answers: 'Answers', first: 'Shown', known: 'Right', isRight: 'right', isWrong: 'wrong', notCounted: 'does not count', notCountedLong: 'A skip, or the annotator set the answer or gave the verdict that it was taken from.', open: 'Open in Review'
    }
  },
  zh: {
    ...packagesMessages.zh,
    tabs: { annotators: '标注者', agreement: '一致性', assign: '分配', gold: '金标', packages: '工作包', inbox: '收件箱' },
    actions: { next: '下一个标签页', previous: '上一个标签页', filter: '筛选描述' },
    filterPlaceholder: '全部描述', filterAnnotators: '统计所涉及的描述', filterAgreement: '一致性所涉及的描述',
    counting: '{percent} %', notCounted: '尚未统计', count: '开始统计', scale: '区间刻度从 {from} 到 1，虚线位于 0.667 和 0.8', countingAnnotators: '正在统计判定', countingAgreement: '正在统计一致性',
    annotator: '标注者', you: '您', captions: '描述', verdicts: '判定', editRate: '修改率', words: '改动词数', seconds: '每次判定', perMinute: '每分钟', hours: '工作时长', days: '最近 14 天',
    assigned: '分配', agreementShort: '一致性', nobodyElse: '没有其他人审阅过其描述', comparisons: '{n} 次比较', lastSeen: '最近活动', s: '{n} 秒', given: '共有 {n} 个有效判定，包括已被更新判定取代的', ofDecided: '{base} 个已决定中的 {n} 个', overEdits: '共 {n} 次修改',
    leftOf: '剩余 {left} / {total}', allAnswered: '已完成 {total}', assignedLong: '已完成 {answered} / {total}', onDay: '{day}：{n} 个判定，工作 {time}', lastDays: '最近 14 天 {n} 个判定',
    nobody: '还没有人审阅', nobodyText: '有了判定之后，这里会显示每位标注者做了什么、速度和质量。', toReview: '审阅', toAssign: '分配描述', whoAreYou: '请先在右上角填写您的名字。',
    explain: {
      captions: '有其有效判定的描述数，每条按最新判定计。', verdicts: '按每条描述的最新判定计。批量操作不计：没有逐条查看。', editRate: '已修改 /（已接受 + 已修改 + 已拒绝）', words: '从最初文本到其修改文本所增、删、换的词数（按词的 Levenshtein 距离），取各次修改的平均。',
      seconds: '相邻两次判定间隔的中位数。超过三分钟的间隔视为休息，不计。', perMinute: '工作时间内每分钟判定数：超过三分钟的间隔不计。', hours: '不超过三分钟的间隔之和。', days: '每天的判定数，所有标注者同一刻度。', assigned: '分配给其且仍待判定的描述。', agreement: '其判定与其他所有人判定之间的 Krippendorff alpha：每次比较为一个单元。',
      gold: '金标描述中答对的比例：判定类别（通过或不通过）相同；若通过，其文本与已知文本的词 F1 不低于 0.9，且比最初文本更接近已知文本。跳过不算作答；设定答案者、或答案所取自的判定的作者不以此衡量。'
    },
    which: { name: '计入哪些判定', all: '全部判定', apart: '独立作出' },
    basis: { all: '{n} 条有两人以上判定的描述，取每位标注者的最新有效判定。后来者可能看到过之前的判定。', apart: '{n} 条有两人以上判定的描述，只计在不知道他人判定时作出的判定（盲审、工作包）。' },
    hidden: '其中 {n} 条对您隐藏，未计入。', overall: '全体标注者', pairs: '每对标注者', matrix: '谁与谁一致', matrixShows: '矩阵显示', pair: '两者', alpha: 'Alpha', units: '描述',
    passFail: '通过与否', sameVerdict: '判定相同', tokenF1: '词 F1', editSimilarity: '编辑相似度', texts: '文本', againstOthers: '{annotator} – 其他所有人', ofCompared: '{base} 条描述中的 {n} 条',
    nothingShared: '{a} 与 {b} 没有共同的描述', nCaptions: '{n} 条描述', nTexts: '{n} 个文本', nTextPairs: '{n} 对文本', interval: '{alpha}，95 % 区间 {low} 至 {high}', definitions: '这些数值的含义',
    noPairs: '没有两位标注者审阅过同一条描述', noPairsApart: '没有独立作出的判定', noPairsText: '将描述以盲审方式分配给两位以上的标注者，这里就会显示他们的一致性。', noPairsShort: '没有两位标注者有共同的描述。', countAll: '计入全部判定',
    reason: { 'no-pairable-unit': '没有描述有两个判定', 'no-variation': '所有判定都相同', texts: '没有描述被两人通过', cues: '没有文本被两人标注', kind: '没有可比的差异' },
    measure: {
      name: '指标', value: '数值', interval: '95 % 区间', base: '基于', verdicts: '判定（alpha）', passFail: '通过与否（alpha）', sameVerdict: '判定相同（比例）', tokenF1: '文本：词 F1', editSimilarity: '文本：编辑相似度',
      unitizing: '线索：位置与类型（uα）', identification: "线索：标注与否（{'|'}uα）", coding: '线索：仅类型（cuα）', overKinds: '线索：各类型合计', kind: '线索：{kind}（uα）'
    },
    cueKind: { layout: '布局', style: '风格', colour: '颜色', structure: '结构', texture: '纹理', sign: '标牌' },
    define: {
      verdicts: 'Krippendorff 的 alpha（名义尺度），取值为已接受、已修改、已拒绝、已标记：1 为完全一致，0 为随机水平。跳过不取值；允许缺失。虚线位于 0.667 和 0.8：Krippendorff 建议低于前者弃用、不低于后者可信。K. Krippendorff, “Computing Krippendorff’s Alpha-Reliability”（2011）。',
      passFail: '同一 alpha，只取两个值：通过（已接受、已修改）与不通过（已拒绝、已标记）。', sameVerdict: '两人判定相同的描述所占比例，未校正随机一致。',
      tokenF1: '两个文本的词多重集的 F1：2 · 共有词数 / 两者词数之和，取平均；仅限两人都通过的描述。P. Rajpurkar 等，“SQuAD”（2016），冠词计入。', editSimilarity: '1 − Levenshtein 距离 / 较长文本的长度（按字符），取平均；仅限两人都通过的描述。',
      unitizing: 'Krippendorff 的单元化 alpha：线索的位置与类型，含空白，基于两人以上标注的文本。K. Krippendorff, Y. Mathet, S. Bouvry, A. Widlöcher, Quality & Quantity 50（2016）；Content Analysis 第 4 版（2019），12.6。',
      identification: '只看标注与否，不论类型。来源同上。', coding: '只看两人标注重合处的类型。来源同上。', overKinds: '每种类型各为一个连续体，先累加不一致再求商。', kind: '单一类型的连续体，其余皆为空白。',
      interval: '百分位自助法：按种子有放回地抽取描述一千次，每次重新计算 alpha。B. Efron, R. Tibshirani（1993），第 13 章。', apart: '取每位标注者在不知道任何他人判定时作出的最新判定。判定会记录其作者看到过哪些判定；裁决知道双方，因此不计。线索没有此记录：只计有此类判定的标注者的线索。',
      gold: '答对：判定类别相同；若通过，其文本与已知文本的词 F1 不低于 0.9，且比最初文本更接近。'
    },
    near: '与 {name} 几乎相同。', takeNear: '选择 {name}',
    assign: {
      title: '新分配', present: '现有分配', counting: '正在统计分配', captions: '描述', filter: '要分配的描述', annotators: '标注者', newName: '新名字', overlap: '每条描述的人数', overlapHint: '两人以上才能衡量一致性。',
      blind: '盲审', blindHint: '所有人完成之前，谁也看不到他人的决定。', loads: '每人的工作量', more: '+{more}', moreThan: '{before} + {more}', button: '分配', chooseAnnotators: '请选择标注者。', nothingFits: '没有符合的描述。',
      started: '正在将 {n} 条描述分配给 {who}。', undoHint: '这是一个事件：在审阅中按 Z 即可撤销。', byAnnotator: '按标注者', events: '按分配', progress: '已完成', left: '剩余', made: '时间', by: '分配者', isBlind: '盲审', unassign: '取消分配',
      unassigned: '正在取消 {who} 的 {n} 条描述。', undo: '撤回', undone: '已撤回该分配。', undoLong: '取消分配会收回标注者剩余的描述，已完成的保留。若某次分配是您最近的操作，可以整体撤回。',
      none: '还没有分配', noneText: '选择描述和标注者，以及每条描述由几人查看。标注者可在审阅中以“assigned:me”找到自己的描述。'
    },
    gold: {
      short: '金标', answered: '已答 {n} 条', withheld: '少于五个答案时，得分只对设定者显示。', rightOf: '{n} 条中答对 {right} 条', yours: '您设定的金标描述', none: '您没有设定金标描述',
      noneText: '金标描述有已知答案，标注者看不到：他们的判定能反映其细心程度。可在此随机抽取，或在审阅中设定。', ofOthers: '其他人设定了 {n} 条金标描述，对您隐藏，以便也能衡量您。',
      caption: '描述', answer: '答案', right: '答对', set: '设定时间', nobody: '尚无人作答', make: '随机金标', makeText: '随机抽取已接受的描述，以其当前文本为答案。答案所重复的判定的作者不以此衡量。', filter: '抽取范围',
      count: '数量', seed: '种子', seedHint: '同一种子抽取相同的描述。', makeButton: '设定 {n} 条金标', made: '{base} 条已接受的描述中有 {n} 条成为金标。', noCandidates: '没有符合且尚非金标的已接受描述。',
      answers: '作答', first: '所示文本', known: '正确答案', isRight: '正确', isWrong: '错误', notCounted: '不计', notCountedLong: '跳过，或该标注者设定了答案，或答案取自其判定。', open: '在审阅中打开'
    }
  }
}
