import type { FeatureMessages } from '../../i18n/index.ts'

export const messages: FeatureMessages = {
  en: {
    run: 'Run', encoder: 'Encoder', queries: 'Queries', query: 'Query', galleryN: 'Gallery', captions: 'Captions', split: 'Split', allSplits: 'All splits', region: 'Region', rank: 'Rank', error: 'Error',
    choose: 'Choose', chooseRun: 'Choose {name} for comparing', imported: 'imported', dataset: 'data {hash}', centred: 'centred', notCentred: 'not centred', centre: 'Centred embeddings', rerank: 'Re-rank by physical agreement', reranked: 're-ranked by agreement', rerankHint: 'Score = cosine + {weight} × mean agreement, over the first {depth} answers. Not the paper’s retrieval: runs with it are another protocol.', rerankNot: { encoder: 'Only with an encoder that PLANET trained.', signatures: 'No tile is measured yet: measure them in PLANET.', picture: 'Only for captions.' }, rerankFacts: 'weight {weight}, first {depth}', rerankMissing: '; {n} tiles without a signature',
    gallery: { all: 'all tiles', region: 'tiles of the same region', nearest: 'the {m} tiles nearest to the truth' },
    evaluate: 'Evaluate', evaluating: 'Evaluating…', import: 'Import run', importIt: 'Import', side: { evaluate: 'Evaluate an encoder', report: 'Report', import: 'Import from another system', splits: 'Splits' },
    tabs: { runs: 'Runs', differences: 'Differences', slices: 'Slices', wins: 'Wins and losses', map: 'Map', diagnosis: 'Diagnosis', embedding: 'Embeddings' }, chosenRuns: 'Runs that are compared', chooseSome: 'Choose the runs to compare.', chooseTwo: 'Choose two runs or more', chooseTwoText: 'Differences are tested between every pair of the chosen runs.', unchoose: 'Compare without {name}', metricName: 'Metric',
    selection: { name: 'Selected queries', remove: 'Remove this condition', clear: 'All queries', count: '{n} of {all} queries', ranks: 'rank under {run} {from} to {to}', ranksFrom: 'rank under {run} from {from}', errors: 'error under {run} {from} to {to} m', errorsFrom: 'error under {run} from {from} m', won: '{a} better than {b}', lost: '{b} better than {a}', tied: '{a} and {b} alike', within: 'inside the drawn area', projected: 'inside the drawn part of the embedding' },
    rule: { all: 'All', region: 'Region', nearest: 'Nearest' },
    runName: 'Name', runNameHint: 'Made from the settings if left empty', needsEncoder: 'An evaluation needs an encoder.', toEncoders: 'Add one', toEmbed: 'To the encoder, to embed what is missing',
    qrelsDefault: 'without: a query’s own tile is its truth',
    none: 'No run yet', noneText: 'A run ranks the gallery for every query with one encoder and keeps the figures, the protocol and every query’s rank for ever.',
    notComparable: 'These figures are not comparable',
    field: { queries: 'Queries', galleryKind: 'Gallery views', gallery: 'Gallery', split: 'Split', where: 'Filter', centered: 'Centred', rerank: 'Re-ranked', positives: 'Truth', ties: 'Ties', galleryMissing: 'Tiles without vector', queriesMissing: 'Queries without vector', queriesWithoutTruth: 'Queries without truth', datasetHash: 'Data', encoderHash: 'Encoder files', encoder: 'Encoder', provider: 'Provider', version: 'Version' },
    slice: 'Slice by filter', sliceExample: 'length>300 region:Lagos', sliceFits: '{n} of {all} queries fit', sliceWhere: 'these', sliceAll: 'all',
    because: {
      queries: 'Other queries are another task.', where: 'Other queries are another task.', gallery: 'A smaller or nearer gallery is easier: chance alone differs.', split: 'Other places are ranked.', centered: 'Centring changes every score.', rerank: 'Re-ranking orders the first answers by more than the embedding.', datasetHash: 'Places or captions were added or changed between the runs.',
      galleryMissing: 'Tiles that are missing from a gallery cannot be answered wrongly.', queriesMissing: 'The figures are counted over different queries.', queriesWithoutTruth: 'The figures are counted over different queries.', galleryKind: 'Other views are ranked.', version: 'Another version may compute differently.'
    },
    base: '{n} of {of} queries', baseLocated: '{n} of the {of} queries whose truth and answer have coordinates', over: 'over {of} queries', overLocated: 'over the {of} queries whose truth and answer have coordinates', notComputed: 'cannot be computed: no coordinates, or the gallery is too small ({queries} queries)',
    metric: { medianRank: 'Median rank', medianErrorM: 'Median error', meanErrorM: 'Mean error', meanRank: 'Mean rank' },
    explain: {
      'R@1': 'Share of queries whose truth is ranked first', 'R@5': 'Share of queries whose truth is among the first 5', 'R@10': 'Share of queries whose truth is among the first 10', 'R@1%': 'Share of queries whose truth is among the first 1 % of their gallery',
      MRR: 'Mean of 1 / rank of the truth', 'nDCG@10': 'Normalised discounted cumulative gain of the first 10', medianRank: 'Half of the truths stand at this rank or better', 'L@50': 'Share of queries whose first answer is at most 50 m from the truth', 'L@100': 'Share of queries whose first answer is at most 100 m from the truth',
      'L@150': 'Share of queries whose first answer is at most 150 m from the truth', medianErrorM: 'Half of the first answers are at most this far from the truth', meanErrorM: 'Mean distance of the first answer from the truth', error: 'Distance of the first answer from the truth'
    },
    protocol: 'Protocol', origin: { evaluated: 'Evaluated', imported: 'Imported' }, withoutVector: 'Without vector (queries + tiles)', withoutTruth: 'Without truth', locatedQueries: 'With coordinates', version: 'Planisphere',
    back: 'Back to the runs', export: 'Export', exportTrec: 'TREC run and qrels', exportFull: 'TREC, whole rankings', exportFullHint: 'computed again', exportCsv: 'CSV: queries and metrics', exportWhere: 'Folder for the exported run', exported: '{rows} rows written: {files}', reveal: 'Show',
    ranksTitle: 'Rank of the truth', ranksAxis: 'Rank', errorsTitle: 'Distance of the first answer', errorsAxis: 'At most this far from the truth', share: 'Share of queries', locatedN: '{n} with coordinates', noCoordinates: 'No query has both a truth and an answer with coordinates.', firstQueries: 'first {n} queries',
    order: { worst: 'Worst first', best: 'Best first', query: 'In order' }, orderName: 'Order of the queries', ranking: 'Ranking', truthAt: 'truth at rank {rank} of {gallery}', truthOutside: 'The truth is not among the first {k}.', searchAgain: 'Search', pickQuery: 'No query chosen', pickQueryText: 'Choose a query to see its ranking.',
    actions: { evaluate: 'Evaluate an encoder', import: 'Import from another system', report: 'Make a report', splits: 'Divide into splits, look for leaks', back: 'Back to the runs', nextView: 'Next view', previousView: 'View before', clear: 'Select all queries again' }
  },
  zh: {
    run: '评测', encoder: '编码器', queries: '查询', query: '查询', galleryN: '图库', captions: '描述', split: '划分', allSplits: '全部划分', region: '区域', rank: '排名', error: '误差',
    choose: '选择', chooseRun: '选择 {name} 进行对比', imported: '导入', dataset: '数据 {hash}', centred: '已中心化', notCentred: '未中心化', centre: '中心化嵌入', rerank: '按物理一致性重新排序', reranked: '按一致性重新排序', rerankHint: '得分 = 余弦 + {weight} × 平均一致性，作用于前 {depth} 个结果。这不是论文的检索：使用它的运行属于另一种协议。', rerankNot: { encoder: '仅适用于由 PLANET 训练的编码器。', signatures: '还没有图块测量过：请在 PLANET 中测量。', picture: '仅适用于描述。' }, rerankFacts: '权重 {weight}，前 {depth} 个', rerankMissing: '；{n} 个图块没有特征',
    gallery: { all: '全部图块', region: '同一区域的图块', nearest: '距真值最近的 {m} 个图块' },
    evaluate: '评测', evaluating: '正在评测…', import: '导入评测', importIt: '导入', side: { evaluate: '评测编码器', report: '报告', import: '导入其他系统的结果', splits: '数据划分' },
    tabs: { runs: '评测', differences: '差异', slices: '切片', wins: '胜与负', map: '地图', diagnosis: '诊断', embedding: '嵌入' }, chosenRuns: '参与对比的评测', chooseSome: '请选择要对比的评测。', chooseTwo: '请选择两个或更多评测', chooseTwoText: '对所选评测的每一对检验差异。', unchoose: '不再对比 {name}', metricName: '指标',
    selection: { name: '已选查询', remove: '移除此条件', clear: '全部查询', count: '{all} 条查询中的 {n} 条', ranks: '{run} 的排名 {from} 至 {to}', ranksFrom: '{run} 的排名从 {from} 起', errors: '{run} 的误差 {from} 至 {to} 米', errorsFrom: '{run} 的误差从 {from} 米起', won: '{a} 优于 {b}', lost: '{b} 优于 {a}', tied: '{a} 与 {b} 相同', within: '所画区域内', projected: '嵌入图中所画部分' },
    rule: { all: '全部', region: '区域', nearest: '最近' },
    runName: '名称', runNameHint: '留空则由设置生成', needsEncoder: '评测需要编码器。', toEncoders: '添加编码器', toEmbed: '前往编码器嵌入缺少的部分',
    qrelsDefault: '不提供:以查询自身的图块为真值',
    none: '还没有评测', noneText: '一次评测用一个编码器为每个查询对图库排序,并永久保存指标、方案和每个查询的排名。',
    notComparable: '这些数值不可比较',
    field: { queries: '查询', galleryKind: '图库图像', gallery: '图库', split: '划分', where: '筛选', centered: '中心化', rerank: '重新排序', positives: '真值', ties: '并列', galleryMissing: '无向量的图块', queriesMissing: '无向量的查询', queriesWithoutTruth: '无真值的查询', datasetHash: '数据', encoderHash: '编码器文件', encoder: '编码器', provider: '执行器', version: '版本' },
    slice: '按筛选切片', sliceExample: 'length>300 region:Lagos', sliceFits: '{all} 条查询中有 {n} 条符合', sliceWhere: '符合', sliceAll: '全部',
    because: {
      where: '查询不同，任务不同。',
      queries: '查询不同即任务不同。', gallery: '图库更小或更近则更容易:随机命中率不同。', split: '参与排序的地点不同。', centered: '中心化会改变所有得分。', rerank: '重新排序使前面的结果不再仅由嵌入决定。', datasetHash: '两次评测之间增加或更改了地点或描述。',
      galleryMissing: '图库中缺少的图块不会造成错误。', queriesMissing: '指标基于不同的查询。', queriesWithoutTruth: '指标基于不同的查询。', galleryKind: '参与排序的图像不同。', version: '不同版本的计算可能不同。'
    },
    base: '{of} 个查询中的 {n} 个', baseLocated: '{of} 个真值与答案均有坐标的查询中的 {n} 个', over: '基于 {of} 个查询', overLocated: '基于 {of} 个真值与答案均有坐标的查询', notComputed: '无法计算:没有坐标或图库过小({queries} 个查询)',
    metric: { medianRank: '中位排名', medianErrorM: '中位误差', meanErrorM: '平均误差', meanRank: '平均排名' },
    explain: {
      'R@1': '真值排名第一的查询占比', 'R@5': '真值在前 5 名的查询占比', 'R@10': '真值在前 10 名的查询占比', 'R@1%': '真值在图库前 1 % 的查询占比', MRR: '真值排名倒数的均值', 'nDCG@10': '前 10 名的归一化折损累计增益', medianRank: '一半的真值排在此名次或更前',
      'L@50': '首个答案距真值不超过 50 米的查询占比', 'L@100': '首个答案距真值不超过 100 米的查询占比', 'L@150': '首个答案距真值不超过 150 米的查询占比', medianErrorM: '一半的首个答案距真值不超过此距离', meanErrorM: '首个答案与真值的平均距离', error: '首个答案与真值的距离'
    },
    protocol: '方案', origin: { evaluated: '评测于', imported: '导入于' }, withoutVector: '无向量(查询 + 图块)', withoutTruth: '无真值', locatedQueries: '有坐标', version: 'Planisphere',
    back: '返回评测列表', export: '导出', exportTrec: 'TREC 结果与 qrels', exportFull: 'TREC,完整排序', exportFullHint: '重新计算', exportCsv: 'CSV:查询与指标', exportWhere: '导出评测的文件夹', exported: '已写入 {rows} 行:{files}', reveal: '显示',
    ranksTitle: '真值的排名', ranksAxis: '排名', errorsTitle: '首个答案的距离', errorsAxis: '距真值不超过', share: '查询占比', locatedN: '{n} 个有坐标', noCoordinates: '没有真值与答案均有坐标的查询。', firstQueries: '前 {n} 个查询',
    order: { worst: '最差优先', best: '最好优先', query: '按顺序' }, orderName: '查询的顺序', ranking: '排序', truthAt: '真值排名 {rank} / {gallery}', truthOutside: '真值不在前 {k} 名之中。', searchAgain: '检索', pickQuery: '未选择查询', pickQueryText: '选择一个查询以查看其排序。',
    actions: { evaluate: '评测编码器', import: '导入其他系统的结果', report: '生成报告', splits: '划分地点、检查泄漏', back: '返回评测列表', nextView: '下一视图', previousView: '上一视图', clear: '重新选择全部查询' }
  }
}
