import type { FeatureMessages } from '../../../i18n/index.ts'

export const messages: FeatureMessages = {
  en: {
    choose: 'Choose one run or two', chooseText: 'A diagnosis says why a run answers as it does: hubs, scores, confidence, embeddings. Two runs stand beside each other.',
    firstTwo: 'The first two of the chosen runs.', wholeRuns: 'A diagnosis is of all queries of a run, not of the selected ones.',
    none: 'Not diagnosed yet', noneText: 'Reads every ranking and the vectors once; the result is kept with the run.', make: 'Diagnose', makeAll: 'Diagnose the chosen runs', making: 'Diagnosing',
    base: '{n} queries, R{\'@\'}1 {right}', level: { good: 'as it should be', mind: 'worth a look', bad: 'a fault' }, side: { queries: 'queries', documents: 'documents' },
    phase: { 'reading-answers': 'Reading answers', 'counting-answers': 'Counting answers', 'measuring-embeddings': 'Measuring embeddings' },
    hubs: {
      title: 'Hubs', first: 'first {k}', firstName: 'How many answers of each query are counted', seen: 'this run', byChance: 'by chance', share: 'Share of documents', chart: 'How many queries a document answers, first {k}', axis: 'Across: for how many queries a document is among the first {k} answers.', grey: 'Grey: were the answers drawn evenly.', ifRight: 'If every answer were right, the skewness would be {skewness}.',
      most: 'Documents that answer most queries', answers: '{n} queries', right: 'right for {n}', gone: 'removed from the project', chance: ' (by chance {skewness} and {never})',
      good: 'Answers are spread over the gallery: skewness {skewness}, and {never} of the documents are never among the first {k}{chance}.',
      mind: 'Some documents answer more than their share: skewness {skewness}, the most frequent hundredth gives {first} of the answers, and {never} of the documents are never among the first {k}{chance}.',
      bad: 'A few hubs take the answers of many queries: skewness {skewness}, the most frequent hundredth gives {first} of the answers, and {never} of the documents are never among the first {k}{chance}.'
    },
    scores: {
      title: 'Scores of truths and impostors', truth: 'truth', impostor: 'hardest impostor', score: 'Score', share: 'Share of queries', none: 'The run keeps no scores of truths and impostors to compare.',
      good: 'A score says much by itself: a truth scores higher than some query’s hardest impostor in {area} of pairs, and the two overlap by {overlap} ({n} queries).',
      mind: 'One threshold on the score parts truths from hardest impostors only in part: {area} of pairs are in order, and the two overlap by {overlap} ({n} queries).',
      bad: 'No threshold on the score tells a truth from a hardest impostor: only {area} of pairs are in order (chance: 50 %), and the two overlap by {overlap} ({n} queries).'
    },
    confidence: {
      title: 'Confidence', reliability: 'Reliability', coverage: 'Right answers of the surest', ideal: 'ideal', seen: 'this run', softmax: 'softmax', margin: 'margin', confidence: 'Confidence', share: 'Share right', surest: 'Surest part answered', rightOfThem: 'R{\'@\'}1 of them', none: 'The rankings are too short for a confidence.',
      good: 'The confidence can be believed: it is off by {error} points on average, and answering only the surest 50 % gives R{\'@\'}1 of {half} instead of {all}.',
      mind: 'The confidence is roughly right: it is off by {error} points on average, and answering only the surest 50 % gives R{\'@\'}1 of {half} instead of {all}.',
      bad: 'The confidence cannot be believed: it is off by {error} points on average; answering only the surest 50 % gives R{\'@\'}1 of {half} instead of {all}.',
      definition: 'Confidence: the first answer’s share of the softmax over the first {n} scores, at the temperature ({temperature}) that fits best on the other half of the places; the error (ECE) is over 15 bins. It ranks right answers above wrong ones in {softmax} of pairs, the margin to the second answer in {margin}.'
    },
    embeddings: 'Embeddings',
    without: { imported: 'This run was imported: the project has no vectors of it to measure.', 'encoder-gone': 'The run’s encoder is no longer in the project, so there are no vectors to measure.', 'encoder-changed': 'The encoder of this name is another one by now: its vectors are not those of this run.', 'no-vectors': 'The run’s vectors are no longer in the project.' },
    spread: {
      cosines: 'Cosines of random pairs', cosine: 'Cosine', pairs: 'Share of pairs', spectrum: 'Variance by direction', directions: 'First directions', variance: 'Share of the variance', dead: ' {n} dimensions are dead.',
      good: 'The vectors of the {side} are well spread: random pairs have a cosine of {cosine}, and they use about {used} of {dimensions} directions.{dead}',
      mind: 'The vectors of the {side} lean to one side: random pairs have a cosine of {cosine} instead of 0, and they use about {used} of {dimensions} directions.{dead}',
      bad: 'The vectors of the {side} lie in a narrow cone: random pairs have a cosine of {cosine} instead of 0, and they use about {used} of {dimensions} directions.{dead}'
    },
    duplicates: { none: 'No two vectors of the {side} are the same.', some: 'Of {of} vectors of the {side}, {equal} are exactly equal to another ({groups} groups), and of {sampled} looked at, {near} have a cosine above 0.9999 to another (largest group: {largest}).' },
    gap: { good: 'Both sides lie close together: their means are {gap} apart.', mind: 'The sides live apart: their means are {gap} apart (modality gap); centring both sides before ranking closes it.', centred: 'The means of both sides are {gap} apart, but this run centres both, which closes the gap.' },
    fact: { vectors: 'Vectors × dimensions', norm: 'Length before scaling', cosine: 'Mean cosine of all pairs', participation: 'Participation ratio', rank: 'Effective rank', dead: 'Dead dimensions', exact: 'Equal to another', near: 'Cosine above 0.9999 (sample)' }
  },
  zh: {
    choose: '选择一个或两个评测', chooseText: '诊断说明评测为何如此作答:枢纽、得分、置信度、嵌入。两个评测可并排查看。',
    firstTwo: '仅显示所选评测的前两个。', wholeRuns: '诊断针对评测的全部查询,而非已选查询。',
    none: '尚未诊断', noneText: '一次性读取所有排序和向量;结果随评测保存。', make: '诊断', makeAll: '诊断所选评测', making: '正在诊断',
    base: '{n} 条查询,R{\'@\'}1 {right}', level: { good: '正常', mind: '值得留意', bad: '有问题' }, side: { queries: '查询', documents: '文档' },
    phase: { 'reading-answers': '读取答案', 'counting-answers': '统计答案', 'measuring-embeddings': '测量嵌入' },
    hubs: {
      title: '枢纽', first: '前 {k} 名', firstName: '每条查询统计前几个答案', seen: '本评测', byChance: '随机', share: '文档占比', chart: '每个文档回答的查询数,前 {k} 名', axis: '横轴:文档进入前 {k} 名的查询数。', grey: '灰色:答案均匀抽取时。', ifRight: '若所有答案均正确,偏度为 {skewness}。',
      most: '回答查询最多的文档', answers: '{n} 条查询', right: '其中 {n} 条正确', gone: '已从项目中移除', chance: '(随机时为 {skewness} 和 {never})',
      good: '答案分布均匀:偏度 {skewness},{never} 的文档从未进入前 {k} 名{chance}。',
      mind: '部分文档作答过多:偏度 {skewness},最频繁的百分之一文档给出 {first} 的答案,{never} 的文档从未进入前 {k} 名{chance}。',
      bad: '少数枢纽占据大量查询的答案:偏度 {skewness},最频繁的百分之一文档给出 {first} 的答案,{never} 的文档从未进入前 {k} 名{chance}。'
    },
    scores: {
      title: '真值与干扰项的得分', truth: '真值', impostor: '最强干扰项', score: '得分', share: '查询占比', none: '该评测没有保存可比较的真值与干扰项得分。',
      good: '得分本身很有信息:在 {area} 的配对中真值得分高于最强干扰项,两者重叠 {overlap}({n} 条查询)。',
      mind: '单一得分阈值只能部分区分真值与最强干扰项:{area} 的配对顺序正确,两者重叠 {overlap}({n} 条查询)。',
      bad: '没有得分阈值能区分真值与最强干扰项:仅 {area} 的配对顺序正确(随机为 50 %),两者重叠 {overlap}({n} 条查询)。'
    },
    confidence: {
      title: '置信度', reliability: '可靠性', coverage: '最有把握部分的正确率', ideal: '理想', seen: '本评测', softmax: 'softmax', margin: '分差', confidence: '置信度', share: '正确占比', surest: '作答的最有把握部分', rightOfThem: '其 R{\'@\'}1', none: '排序过短,无法计算置信度。',
      good: '置信度可信:平均偏差 {error} 个百分点;只回答最有把握的 50 %,R{\'@\'}1 为 {half},全部回答为 {all}。',
      mind: '置信度大致可信:平均偏差 {error} 个百分点;只回答最有把握的 50 %,R{\'@\'}1 为 {half},全部回答为 {all}。',
      bad: '置信度不可信:平均偏差 {error} 个百分点;只回答最有把握的 50 %,R{\'@\'}1 为 {half},全部回答为 {all}。',
      definition: '置信度:首个答案在前 {n} 个得分的 softmax 中所占份额,温度({temperature})在另一半地点上拟合;误差(ECE)基于 15 个分箱。在 {softmax} 的配对中,它将正确答案排在错误答案之前;与第二名的分差为 {margin}。'
    },
    embeddings: '嵌入',
    without: { imported: '该评测为导入:项目中没有可测量的向量。', 'encoder-gone': '该评测的编码器已不在项目中,没有可测量的向量。', 'encoder-changed': '同名编码器已更换:其向量并非该评测所用。', 'no-vectors': '该评测的向量已不在项目中。' },
    spread: {
      cosines: '随机配对的余弦', cosine: '余弦', pairs: '配对占比', spectrum: '各方向的方差', directions: '前几个方向', variance: '方差占比', dead: '{n} 个维度失效。',
      good: '{side}的向量分布良好:随机配对余弦为 {cosine},约使用 {dimensions} 个方向中的 {used} 个。{dead}',
      mind: '{side}的向量偏向一侧:随机配对余弦为 {cosine} 而非 0,约使用 {dimensions} 个方向中的 {used} 个。{dead}',
      bad: '{side}的向量集中在狭窄锥体内:随机配对余弦为 {cosine} 而非 0,约使用 {dimensions} 个方向中的 {used} 个。{dead}'
    },
    duplicates: { none: '{side}中没有相同的向量。', some: '{side}的 {of} 个向量中,{equal} 个与其他完全相同({groups} 组);在抽查的 {sampled} 个中,{near} 个与其他的余弦高于 0.9999(最大组:{largest})。' },
    gap: { good: '两侧相距很近:均值相距 {gap}。', mind: '两侧彼此分离:均值相距 {gap}(模态间隙);排序前对两侧中心化可消除。', centred: '两侧均值相距 {gap},但该评测对两侧做了中心化,间隙已消除。' },
    fact: { vectors: '向量 × 维度', norm: '归一化前的长度', cosine: '所有配对的平均余弦', participation: '参与比', rank: '有效秩', dead: '失效维度', exact: '与其他相同', near: '余弦高于 0.9999(抽样)' }
  }
}
