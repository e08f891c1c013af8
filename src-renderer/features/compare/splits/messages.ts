import type { FeatureMessages } from '../../../i18n/index.ts'

/** Dividing places into splits, and looking for leaks between them. */
export const messages: FeatureMessages = {
  en: {
    button: 'Splits', view: { divide: 'Divide', leaks: 'Leaks' }, now: 'As it is', divide: 'Divide the places', kind: { region: 'By region', continent: 'By continent', random: 'At random' },
    kindHint: {
      region: 'Whole regions, drawn within each continent: the paper’s world level.', continent: 'Named continents are the test split, regions of the others train and validation: the paper’s intercontinental level.',
      random: 'Place by place. Without a buffer, neighbours stand in different splits.'
    },
    testContinents: 'Continents of the test split', valShare: 'Validation’s part of the others', bufferM: 'Buffer', seed: 'Seed', bufferRule: 'Within the buffer', buffer: { together: 'chained places stay together', 'leave-out': 'too near places get no split' },
    leaveOutHint: 'Training and validation places that are nearer than this to a place of a later split get no split; test places all stay.',
    needsContinent: 'Choose the continents of the test split.', needsSum: 'The three parts sum to {n} %, not to 100.', changes: '{n} places change their split.', leftOut: '{n} are left out by the buffer.', unplaced: '{n} have no region or continent and get none.', largestGroup: 'The largest group that stays together has {n} places.',
    nearest: 'Least distance between two splits: {d}', noNearest: 'No two splits with coordinates', assign: 'Divide', undo: 'Take back: {title} ({n} places)', undone: '{n} places have their former split again.', changedSince: '{n} were changed since and stay.',
    leaksText: 'Looks for tiles, captions and places that are nearly the same in different splits. A model that has seen one has seen the other, and its test score is too high.',
    leak: { tiles: 'Tiles that look alike', embeddings: 'Tiles with like vectors', captions: 'Captions that repeat', places: 'Places that are near' },
    bits: 'Differing bits of each perceptual hash', similarity: 'Least similarity of captions', metres: 'Too near', cosine: 'Least cosine', noEncoder: 'without an encoder', check: 'Check for leaks', found: 'Found', checked: 'Checked',
    noPairs: 'None among {n}.', pairs: '{pairs} pairs; {items} of {n} compared stand in some.', leftOutOf: { tiles: '{n} could not be compared: too even, or not readable.', embeddings: '{n} have no vector.', captions: '{n} have no words.', places: '{n} have no coordinates.' },
    todo: { tiles: 'Move each pair into one split, or divide with a buffer: overlapping tiles are near each other.', embeddings: 'Look before you move: what this encoder takes for equal may only be alike.', captions: 'A repeated caption may also be a template: reject it in Review rather than moving places.', places: 'Divide with a buffer of this distance, or move each pair into one split.' },
    value: { tiles: '{n} of 64 bits differ', embeddings: 'cosine {n}', captions: 'similarity {n}' }, solved: 'solved', tileOf: 'Satellite tile of {place}', move: 'To {split}', moveLong: 'Move {place} to {split}', more: 'Show more ({n} kept)'
  },
  zh: {
    button: '划分', view: { divide: '划分', leaks: '泄漏' }, now: '当前', divide: '划分地点', kind: { region: '按区域', continent: '按大洲', random: '随机' },
    kindHint: { region: '整个区域,在每个大洲内抽取:论文的世界级设置。', continent: '所选大洲为测试集,其余大洲的区域为训练集和验证集:论文的洲际级设置。', random: '逐个地点。没有缓冲距离时,相邻地点会落入不同划分。' },
    testContinents: '测试集的大洲', valShare: '其余部分中验证集的比例', bufferM: '缓冲距离', seed: '种子', bufferRule: '缓冲距离之内', buffer: { together: '相连的地点在一起', 'leave-out': '过近的地点不划分' },
    leaveOutHint: '与后一划分的地点距离小于此值的训练和验证地点不划分;测试地点全部保留。',
    needsContinent: '请选择测试集的大洲。', needsSum: '三部分之和为 {n} %,而不是 100。', changes: '{n} 个地点的划分会改变。', leftOut: '{n} 个因缓冲距离不划分。', unplaced: '{n} 个没有区域或大洲,不划分。', largestGroup: '保持在一起的最大一组有 {n} 个地点。',
    nearest: '两个划分之间的最小距离:{d}', noNearest: '没有两个带坐标的划分', assign: '划分', undo: '撤回:{title}({n} 个地点)', undone: '{n} 个地点恢复了原来的划分。', changedSince: '{n} 个此后已更改,保持不变。',
    leaksText: '查找不同划分中几乎相同的图块、描述和地点。模型见过其一便等于见过另一个,测试得分会偏高。',
    leak: { tiles: '外观相似的图块', embeddings: '向量相近的图块', captions: '重复的描述', places: '相距过近的地点' },
    bits: '每个感知哈希的不同位数', similarity: '描述的最小相似度', metres: '过近', cosine: '最小余弦', noEncoder: '不使用编码器', check: '检查泄漏', found: '结果', checked: '检查于',
    noPairs: '{n} 个之中没有。', pairs: '{pairs} 对;比较的 {n} 个中有 {items} 个涉及。', leftOutOf: { tiles: '{n} 个无法比较:过于均匀或无法读取。', embeddings: '{n} 个没有向量。', captions: '{n} 个没有词。', places: '{n} 个没有坐标。' },
    todo: { tiles: '将每对移入同一划分,或用缓冲距离重新划分:重叠的图块彼此相近。', embeddings: '移动前请先查看:此编码器认为相同的可能只是相似。', captions: '重复的描述也可能是模板:与其移动地点,不如在审阅中拒绝它。', places: '用此距离作为缓冲重新划分,或将每对移入同一划分。' },
    value: { tiles: '64 位中有 {n} 位不同', embeddings: '余弦 {n}', captions: '相似度 {n}' }, solved: '已解决', tileOf: '{place} 的卫星图块', move: '移到{split}', moveLong: '将 {place} 移到{split}', more: '显示更多(已保留 {n} 个)'
  }
}
