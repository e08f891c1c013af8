import type { FeatureMessages } from '../../../i18n/index.ts'

/** Words of the panels beside the editor, of a caption's history and of adjudication: `review.panels.…`. */
export const panelMessages: FeatureMessages = {
  en: {
    rank: {
      title: 'Rank of its own tile', encoder: 'Encoder that ranks', ask: 'Rank this text', live: 'While typing', liveTitle: 'Rank again whenever typing pauses',
      of: 'of {n} tiles', better: 'up {n}', worse: 'down {n}', same: 'same rank', now: 'Rank {after} of {gallery}', change: 'Rank {before} before, {after} now, of {gallery}', better2: 'better', worse2: 'worse',
      betterTitle: 'The edit brings the tile closer to the top', worseTitle: 'The edit takes the tile away from the top', score: 'Score {before} → {after}', scoreNow: 'Score {after}', scoreTitle: 'Cosine of text and tile',
      stale: 'The text has changed since.', outranked: 'Outranked by', nearest: 'Closest behind it', other: 'Rank {rank}, {distance} away, {place}: open in Browse', noDistance: 'distance unknown',
      hint: 'Shows where this text puts the caption’s own tile among all tiles, before and after your edit, and which tiles come first.',
      noEncoder: 'No encoder here reads both text and images.', addEncoder: 'Add an encoder', embed: 'Embed in Encoders', noTile: 'This place has no satellite tile, so there is nothing to rank.',
      noVector: 'This place’s tile has no vector under {encoder}. Embed the images again.', ranking: 'Ranking…'
    },
    physical: {
      ask: 'Score this text', live: 'While typing', liveTitle: 'Score again whenever typing pauses', scoring: 'Scoring…', stale: 'The text has changed since.', score: 'Score captions', measure: 'Measure in PLANET',
      missing: { 'not-scored': 'No caption is scored against its tile yet. Scoring trains three small heads for every fold of regions, as a job.', 'no-tile': 'This place has no satellite tile, so there is nothing to agree with.', 'no-signature': 'This place’s tile is not measured yet, or its picture cannot be read.', 'no-region': 'This place has no region, so no heads are known that were trained without it.' }
    },
    history: {
      restore: 'Restore', restoreTitle: 'Make this text the caption’s text again', current: 'now', undone: 'undone', showChanges: 'Show changes', hideChanges: 'Hide changes', showText: 'Show text', hideText: 'Hide text', more: 'Only the newest 200 events are shown here.'
    },
    comments: { title: 'Comments', none: 'No comments yet', write: 'Write a comment', placeholder: 'A question, a doubt, a hint for others', send: 'Add comment', withVerdict: 'with “{verdict}”', undone: 'taken back' },
    tags: { title: 'Tags', add: 'Add a tag', remove: 'Remove the tag {tag}', none: 'No tags', new: 'New tag “{tag}”', added: 'Tag {tag} added', removed: 'Tag {tag} removed', bad: 'A tag has no quotes and at most 50 characters.' },
    place: { title: 'Captions of this place', show: 'Show this caption', current: 'on the screen', by: 'by {author}', diff: 'Compare with the caption on the screen', accept: 'Accept caption {n}', reject: 'Reject caption {n}', skip: 'Skip caption {n}', flag: 'Flag caption {n}', keys: 'go there', one: 'This is the only caption of its place.' },
    gold: {
      title: 'Gold', what: 'A gold caption has a known answer that nobody else sees. It comes to others like any caption; how often they give the same answer shows how reliable they are.',
      make: 'Make it gold', remove: 'Gold no longer', isGold: 'This caption is gold.', answer: 'Hidden answer', willBe: 'The present verdict becomes the hidden answer', needsVerdict: 'Decide first: accept, edit, reject or flag it. That verdict becomes the hidden answer.', note: 'Why this is right (only you see it)', exact: 'with exactly this text'
    },
    settle: {
      title: 'Answers given apart', conflict: 'They disagree', agree: 'They agree', agreeText: '{n} annotators decided apart and came to the same result.', answer: 'Answer {n}', hideNames: 'Hide names', chosen: 'Chosen', choose: 'Choose', take: 'Settle with answer {n}', takeNone: 'Choose an answer to settle with',
      edit: 'Merge by hand', reject: 'Reject the caption', merged: 'Merged text', takeMerged: 'Settle with this text', cancel: 'Back to the answers', against: 'Differences', each: 'Each other', first: 'First text', plain: 'None', noOpinion: 'A skip gives no opinion', cues: 'Cues', noCues: 'No cues', reason: 'Reason', firstText: 'First text', sameText: 'Same text as the first', why: 'Why is it rejected?', noReason: 'No reason', startFrom: 'Start again from',
      actions: { choose: 'Choose answer {n}', take: 'Settle with the chosen answer', edit: 'Merge the answers by hand', reject: 'Settle by rejecting the caption', next: 'Choose the next answer' }
    }
  },
  zh: {
    rank: {
      title: '自身图块的名次', encoder: '用于排名的编码器', ask: '为此文本排名', live: '输入时', liveTitle: '每当停止输入时重新排名',
      of: '共 {n} 个图块', better: '上升 {n}', worse: '下降 {n}', same: '名次不变', now: '第 {after} 名,共 {gallery}', change: '之前第 {before} 名,现在第 {after} 名,共 {gallery}', better2: '更好', worse2: '更差',
      betterTitle: '修改使图块更靠前', worseTitle: '修改使图块更靠后', score: '得分 {before} → {after}', scoreNow: '得分 {after}', scoreTitle: '文本与图块的余弦相似度',
      stale: '此后文本已更改。', outranked: '排在前面的图块', nearest: '紧随其后的图块', other: '第 {rank} 名,距离 {distance},{place}:在浏览中打开', noDistance: '距离未知',
      hint: '显示此文本在修改前后将描述自身的图块排在所有图块中的第几名,以及哪些图块排在前面。',
      noEncoder: '此处没有同时读取文本和图像的编码器。', addEncoder: '添加编码器', embed: '到编码器中嵌入', noTile: '该地点没有卫星图块,无法排名。',
      noVector: '该地点的图块在 {encoder} 下没有向量。请重新嵌入图像。', ranking: '正在排名…'
    },
    physical: {
      ask: '为此文本评分', live: '输入时', liveTitle: '每当停止输入时重新评分', scoring: '正在评分…', stale: '此后文本已更改。', score: '为描述评分', measure: '到 PLANET 中测量',
      missing: { 'not-scored': '还没有描述与其图块对照评分。评分是一个作业：为区域的每一折训练三个小头。', 'no-tile': '该地点没有卫星图块，无从对照。', 'no-signature': '该地点的图块尚未测量，或其图像无法读取。', 'no-region': '该地点没有区域，因此没有未用它训练过的头。' }
    },
    history: {
      restore: '恢复', restoreTitle: '让此文本重新成为描述的文本', current: '当前', undone: '已撤销', showChanges: '显示修改', hideChanges: '隐藏修改', showText: '显示文本', hideText: '隐藏文本', more: '此处只显示最新的 200 个事件。'
    },
    comments: { title: '评论', none: '还没有评论', write: '写评论', placeholder: '问题、疑问或给他人的提示', send: '添加评论', withVerdict: '随“{verdict}”', undone: '已收回' },
    tags: { title: '标签', add: '添加标签', remove: '移除标签 {tag}', none: '没有标签', new: '新标签“{tag}”', added: '已添加标签 {tag}', removed: '已移除标签 {tag}', bad: '标签不能有引号,最多 50 个字符。' },
    place: { title: '该地点的描述', show: '显示此描述', current: '正在显示', by: '作者 {author}', diff: '与正在显示的描述比较', accept: '接受描述 {n}', reject: '拒绝描述 {n}', skip: '跳过描述 {n}', flag: '标记描述 {n}', keys: '前往', one: '该地点只有这一条描述。' },
    gold: {
      title: '金标准', what: '金标准描述有一个他人看不到的已知答案。它像普通描述一样出现在他人面前;他们给出相同答案的频率说明其可靠程度。',
      make: '设为金标准', remove: '不再是金标准', isGold: '此描述是金标准。', answer: '隐藏的答案', willBe: '当前判定将成为隐藏的答案', needsVerdict: '请先判定:接受、修改、拒绝或标记。该判定将成为隐藏的答案。', note: '为什么这是对的(只有您能看到)', exact: '且文本与此完全一致'
    },
    settle: {
      title: '各自给出的答案', conflict: '意见不一', agree: '意见一致', agreeText: '{n} 位标注者各自判定,结果相同。', answer: '答案 {n}', hideNames: '隐藏姓名', chosen: '已选', choose: '选择', take: '以答案 {n} 裁定', takeNone: '请选择一个答案来裁定',
      edit: '手动合并', reject: '拒绝此描述', merged: '合并后的文本', takeMerged: '以此文本裁定', cancel: '返回答案', against: '差异', each: '相互比较', first: '最初文本', plain: '不显示', noOpinion: '跳过不表示意见', cues: '线索', noCues: '没有线索', reason: '原因', firstText: '最初文本', sameText: '与最初文本相同', why: '为什么拒绝?', noReason: '不说明原因', startFrom: '重新从此开始',
      actions: { choose: '选择答案 {n}', take: '以所选答案裁定', edit: '手动合并各答案', reject: '以拒绝裁定', next: '选择下一个答案' }
    }
  }
}
