import type { FeatureMessages } from '../../../i18n/index.ts'

/** Messages of the queue bar, under `review.queues`. */
export const queueMessages: FeatureMessages = {
  en: {
    queue: 'Queue', choose: 'Choose a queue', search: 'Find a queue', saved: 'Saved in this project', builtIn: 'In every project', custom: 'Own choice', changed: 'changed', placesOf: '{n} chosen places', dropPlaces: 'Not only these places',
    name: {
      unreviewed: 'Unreviewed', 'unreviewed-region': 'Unreviewed in a region', assigned: 'Assigned to me, not answered', flagged: 'Flagged', 'rejected-by-others': 'Rejected by another', conflicts: 'Conflicts', drafts: 'My unfinished edits',
      sample: 'Random sample', 'near-duplicates': 'Near-duplicates', 'physically-doubtful': 'Doubtful by the tile', 'lowest-rank': 'Lowest rank of the own tile', disagreement: 'Two encoders disagree'
    },
    withRegion: 'Unreviewed in {region}', withRank: 'Lowest rank under {encoder}', withDisagreement: '{encoder} against {otherEncoder}', everything: 'All captions',
    askRegion: 'Which region?', askEncoder: 'Under which encoder?', askOtherEncoder: 'Against which encoder?', findRegion: 'Find a region', noRankings: 'No run ranks the captions against the whole gallery yet. Evaluate an encoder in Compare.', noRegions: 'This project has no regions.', back: 'Back to the queues',
    filter: 'Filter', filterName: 'Filter of the queue', filterPlaceholder: 'status:unreviewed region:Lagos "red roof"',
    order: 'Order of the queue', orders: { id: 'In order', region: 'By region', 'newest-review': 'Newest review', shortest: 'Shortest first', longest: 'Longest first', 'most-edited': 'Most edited', 'near-duplicates': 'Near-duplicates together', agreement: 'Least agreement with the tile', random: 'Random' },
    rank: 'Lowest rank: {encoder}', disagreement: 'Disagree: {a} / {b}',
    options: 'Sample, share and gold', limit: 'Only the first', limitHint: 'Of a random order: a random sample. Empty: all.', share: 'Share', of: 'of', shareHint: 'Shares have no caption in common, on every machine.', gold: 'A gold caption every', goldHint: 'Captions with a known answer are mixed in, hidden. Empty: none.',
    seed: 'Seed', seedHint: 'The same seed draws the same captions everywhere.', shuffle: 'Draw again', apply: 'Apply', shareOf: '{part} of {of}', firstN: 'first {n}', all: 'all', none: 'none',
    position: '{n} of {total}', goTo: 'Go to position…', goToName: 'Position from 1 to {total}',
    left: '{n} left', pace: '{n}/min', eta: '≈ {time}', minutes: '{m} min', underMinute: '< 1 min', progress: 'Progress in this queue',
    facts: { done: 'Decided by you', left: 'Left', all: 'In the queue', pace: 'Your pace', eta: 'Time left at this pace', today: 'Your verdicts today', mine: 'Your verdicts in all' }, paceUnknown: 'after your second verdict', etaUnknown: 'after your fifth verdict', paceTitle: 'Over your last ten minutes of work',
    menu: 'More of this queue', saveAs: 'Save as…', update: 'Update “{name}”', revert: 'Back to “{name}” as saved', rename: 'Rename…', export: 'Export…', import: 'Import…', remove: 'Remove', nameField: 'Name of the queue', removed: 'The queue “{name}” was removed.', undo: 'Undo', exported: 'The queue was exported.',
    agreement: { never: 'No caption is scored against its tile yet, so there is no order to show.', stale: '1 caption has no score of its present text and comes last. | {n} captions have no score of their present text and come last.', score: 'Score captions', scoreStale: 'Score them' },
    duplicates: {
      never: 'Nobody has looked for near-duplicates in this project yet.', computed: 'Looked for {when}: {members} captions in {groups} groups that are {percent} % alike or more.', newer: '1 text is newer. | {n} texts are newer.', find: 'Look for them', again: 'Look again', running: 'Looking for near-duplicates…', cancel: 'Cancel', hint: 'looked for {when}', hintNever: 'not looked for yet'
    }
  },
  zh: {
    queue: '队列', choose: '选择队列', search: '查找队列', saved: '保存在此项目中', builtIn: '每个项目都有', custom: '自定义', changed: '已改动', placesOf: '{n} 个选定地点', dropPlaces: '不限于这些地点',
    name: {
      unreviewed: '未审阅', 'unreviewed-region': '某区域未审阅', assigned: '分配给我且未答', flagged: '已标记', 'rejected-by-others': '被他人拒绝', conflicts: '冲突', drafts: '我未完成的修改',
      sample: '随机抽样', 'near-duplicates': '近似重复', 'physically-doubtful': '与图块不符(存疑)', 'lowest-rank': '自身图块排名最低', disagreement: '两个编码器分歧'
    },
    withRegion: '{region} 未审阅', withRank: '{encoder} 下排名最低', withDisagreement: '{encoder} 对 {otherEncoder}', everything: '全部描述',
    askRegion: '哪个区域?', askEncoder: '按哪个编码器?', askOtherEncoder: '与哪个编码器相比?', findRegion: '查找区域', noRankings: '还没有运行将描述与整个图库排名。请在“对比”中评测一个编码器。', noRegions: '此项目没有区域。', back: '返回队列列表',
    filter: '筛选', filterName: '队列的筛选条件', filterPlaceholder: 'status:unreviewed region:Lagos "red roof"',
    order: '队列顺序', orders: { id: '按顺序', region: '按区域', 'newest-review': '最近审阅', shortest: '最短优先', longest: '最长优先', 'most-edited': '修改最多', 'near-duplicates': '近似重复相邻', agreement: '与图块最不一致优先', random: '随机' },
    rank: '排名最低:{encoder}', disagreement: '分歧:{a} / {b}',
    options: '抽样、份额与金标', limit: '仅前若干条', limitHint: '随机顺序时即为随机抽样。留空:全部。', share: '份额', of: '/', shareHint: '各份额在任何机器上都互不重叠。', gold: '每隔多少条混入一条金标', goldHint: '已知答案的描述会隐藏地混入。留空:不混入。',
    seed: '种子', seedHint: '相同的种子在任何地方抽出相同的描述。', shuffle: '重新抽取', apply: '应用', shareOf: '第 {part}/{of} 份', firstN: '前 {n} 条', all: '全部', none: '无',
    position: '{n} / {total}', goTo: '转到位置…', goToName: '位置,1 到 {total}',
    left: '剩余 {n}', pace: '{n} 条/分', eta: '≈ {time}', minutes: '{m} 分钟', underMinute: '不到 1 分钟', progress: '此队列的进度',
    facts: { done: '您已判定', left: '剩余', all: '队列总数', pace: '您的速度', eta: '按此速度所需时间', today: '您今天的判定', mine: '您的全部判定' }, paceUnknown: '第二次判定后显示', etaUnknown: '第五次判定后显示', paceTitle: '按您最近十分钟的工作计算',
    menu: '此队列的更多操作', saveAs: '另存为…', update: '更新“{name}”', revert: '恢复到已保存的“{name}”', rename: '重命名…', export: '导出…', import: '导入…', remove: '移除', nameField: '队列名称', removed: '已移除队列“{name}”。', undo: '撤销', exported: '队列已导出。',
    agreement: { never: '还没有描述与其图块对照评分，因此没有顺序可显示。', stale: '有 {n} 条描述的当前文本没有评分，排在最后。', score: '为描述评分', scoreStale: '为它们评分' },
    duplicates: {
      never: '此项目中还没有查找过近似重复。', computed: '{when}查找:{groups} 组共 {members} 条描述,相似度不低于 {percent} %。', newer: '有 {n} 条更新的文本。', find: '开始查找', again: '重新查找', running: '正在查找近似重复…', cancel: '取消', hint: '{when}查找', hintNever: '尚未查找'
    }
  }
}
