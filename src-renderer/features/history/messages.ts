import type { FeatureMessages } from '../../i18n/index.ts'

export const messages: FeatureMessages = {
  en: {
    log: 'Log of the project', chosen: 'The chosen event', everyone: 'Everyone', me: '{name} (you)', annotator: 'Annotator', kind: 'What happened', anyKind: 'Everything', since: 'From', until: 'To', find: 'Caption, place or words', clear: 'Clear the filters', loaded: '{n} shown', more: 'More follow', end: 'That is all',
    empty: 'Nothing here yet', emptyText: 'Every verdict, edit, comment, cue and tag of this project is kept here, newest first. Start reviewing, and it fills.', noneFit: 'Nothing fits', noneFitText: 'No event fits the filters above.', review: 'Start reviewing',
    open: 'Open in Review', restore: 'Restore this text', restoreTitle: 'Make the text of this event the caption’s text again, as an acceptance of yours', restored: 'The text of {caption} is restored.', needsName: 'Set your name at the top right first', undone: 'undone', gone: 'The caption was removed with its import.', captions: 'no captions | 1 caption | {n} captions', loading: 'Reading the log…',
    kinds: { verdict: 'Verdicts', comment: 'Comments', cues: 'Cues', tags: 'Tags', gold: 'Gold', bulk: 'Bulk changes', undo: 'Undone', redo: 'Redone' },
    event: {
      comment: 'commented', cues: 'took its cues away | marked 1 cue | marked {n} cues', tags: 'changed tags', gold: 'made it gold', goldGone: 'made it gold no longer',
      undo: 'took something back', redo: 'put something back', undoOf: 'took back: {what}', redoOf: 'put back: {what}'
    },
    bulk: { accept: 'accepted {n}', flag: 'flagged {n}', reject: 'rejected {n}', tag: 'tagged {n}', assign: 'assigned {n}', unassign: 'took the assignment of {n} away', replace: 'replaced words in {n}', other: 'changed {n}' },
    to: 'to {names}', blind: 'blind', actions: { down: 'Next event', up: 'Previous event', open: 'Open the caption in Review', restore: 'Restore the text of the event', find: 'Search the log' }
  },
  zh: {
    log: '项目日志', chosen: '所选事件', everyone: '所有人', me: '{name}(您)', annotator: '标注者', kind: '事件类型', anyKind: '全部', since: '从', until: '到', find: '描述、地点或词语', clear: '清除筛选', loaded: '已显示 {n} 条', more: '还有更多', end: '已全部显示',
    empty: '还没有内容', emptyText: '此项目的每次判定、修改、评论、线索和标签都按时间倒序保存在这里。开始审阅后即会出现。', noneFit: '没有符合的事件', noneFitText: '没有符合上方筛选条件的事件。', review: '开始审阅',
    open: '在审阅中打开', restore: '恢复此文本', restoreTitle: '让此事件的文本重新成为描述的文本,记为您的接受', restored: '已恢复 {caption} 的文本。', needsName: '请先在右上角填写姓名', undone: '已撤销', gone: '该描述已随其导入被移除。', captions: '没有描述 | 1 条描述 | {n} 条描述', loading: '正在读取日志…',
    kinds: { verdict: '判定', comment: '评论', cues: '线索', tags: '标签', gold: '金标准', bulk: '批量修改', undo: '撤销', redo: '重做' },
    event: {
      comment: '评论', cues: '移除了线索 | 标出 1 条线索 | 标出 {n} 条线索', tags: '更改了标签', gold: '设为金标准', goldGone: '取消金标准',
      undo: '撤销了一次操作', redo: '恢复了一次操作', undoOf: '撤销:{what}', redoOf: '恢复:{what}'
    },
    bulk: { accept: '接受 {n}', flag: '标记 {n}', reject: '拒绝 {n}', tag: '为 {n} 加标签', assign: '分配 {n}', unassign: '取消分配 {n}', replace: '替换 {n} 中的词语', other: '更改 {n}' },
    to: '给 {names}', blind: '盲审', actions: { down: '下一事件', up: '上一事件', open: '在审阅中打开描述', restore: '恢复事件的文本', find: '搜索日志' }
  }
}
