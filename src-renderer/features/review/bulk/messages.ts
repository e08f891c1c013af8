import type { FeatureMessages } from '../../../i18n/index.ts'

/** Of what is done to many captions at once: `review.bulk.…`. */
export const bulkMessages: FeatureMessages = {
  en: {
    title: 'All these captions', description: 'One thing done to every caption, as one step that one undo takes back.', action: 'What to do',
    actions: { accept: 'Accept', flag: 'Flag', reject: 'Reject', tag: 'Tag', assign: 'Assign', unassign: 'Unassign' },
    will: {
      accept: '{n} will be accepted as they are, by {name}.', flag: '{n} will be flagged, by {name}.', reject: '{n} will be rejected, by {name}.', tag: '{n} will get or lose these tags.',
      assign: '{n} will be assigned, {overlap} of {of} annotators each: about {each} for everyone.', unassign: '{n} will be taken back from these annotators.'
    },
    captions: 'No caption | {n} caption | {n} captions', fit: 'They fit {query}', all: 'They are all captions of the project', chosen: 'They are the captions of this list', undoHint: 'One undo (Z in Review) takes all of it back, tomorrow as well.',
    leftOut: '{n} is left out: gold, or waiting for a blind verdict. | {n} are left out: gold, or waiting for a blind verdict.', hidden: 'Take them as well', none: 'No caption is left to change.', preview: 'The first {n}', counting: 'Counting …',
    reason: 'Reason', noReason: 'No reason', comment: 'Comment', add: 'Tags to add', remove: 'Tags to remove', annotators: 'Annotators', annotatorsHint: 'Parted by commas.', overlap: 'Annotators a caption', blind: 'Blind: nobody sees what the others decided before all have', nobody: 'Name at least one annotator.', tooMany: 'There are fewer annotators than each caption is to have.', noTags: 'Name a tag to add or to remove.',
    start: '{action} {n}', cancel: 'Cancel', yourName: 'Your name', tooLong: 'This queue is a part of {n} captions, drawn or shared. Only parts of up to 10,000 can be changed at once: make the part smaller, or use a filter.',
    done: { accept: '{n} accepted', flag: '{n} flagged', reject: '{n} rejected', tag: '{n} tagged', assign: '{n} assigned', unassign: '{n} taken back', replace: '{n} changed' },
    nothing: 'No caption was left to change.', stopped: 'Stopped: {n} changed so far. They stay, and one undo takes them back.', undone: 'Taken back while it ran.', failed: 'It could not be done to the end', undo: 'Undo (Z)', notNewest: 'You have done other things since. Z takes back the newest first.',
    leftOutShort: '{n} left out (gold or blind).',
    find: {
      title: 'Find and replace', find: 'Find', replace: 'Replace with', matchCase: 'Match case', wholeWord: 'Whole words', regex: 'Regular expression', close: 'Close find and replace', hint: 'Type what to find in the captions of this queue.', hintRegex: 'Groups of the expression are $1, $2 … in the replacement.',
      found: '{matches} in {captions}', matches: 'no match | {n} match | {n} matches', looking: 'looking, {share}', noMatch: 'Nothing found', noMatchText: 'No caption of this queue has it. The options may be too narrow, or the queue.', list: 'Captions that would change', in: 'Will change:', out: 'Stays as it is:',
      apply: 'Replace in {n}', unusable: '{n} would have no text left, or too long a one, and stays as it is. | {n} would have no text left, or too long a one, and stay as they are.', becomes: 'Each gets a new revision by {name} and is Edited from then on.', rejected: '{n} of them is rejected now. | {n} of them are rejected now.', deselected: '{n} deselected', all: 'Select all', tooManyDeselected: 'Not more than 10,000 can be deselected. Narrow the queue by a filter.',
      problem: {
        empty: 'There is nothing to find.', 'too-long': 'The text to find is too long.', 'group-open': 'A group begins here and does not end: “)” is missing.', 'group-close': 'A group ends here that does not begin. For the mark itself write “\\)”.', 'class-open': 'A set of characters begins here and does not end: “]” is missing.',
        'nothing-to-repeat': 'There is nothing here to repeat. For the mark itself put “\\” before it.', 'lone-bracket': 'This bracket means nothing here. For the mark itself put “\\” before it.', 'numbers-out-of-order': 'The first number is greater than the second.', 'range-out-of-order': 'The range of characters ends before it begins.',
        escape: '“\\” and what follows mean nothing here.', 'group-name': 'This group has no name that can be used, or there is none of that name.', other: 'The expression cannot be read here.'
      },
      at: 'Character {n}'
    },
    keys: { bulk: 'Change all captions of this queue', findReplace: 'Find and replace' }
  },
  zh: {
    title: '全部这些描述', description: '对每条描述做同一操作,作为一步,撤销一次即可全部收回。', action: '操作',
    actions: { accept: '接受', flag: '标记', reject: '拒绝', tag: '标签', assign: '分配', unassign: '收回分配' },
    will: {
      accept: '{n}将由{name}按原样接受。', flag: '{n}将由{name}标记。', reject: '{n}将由{name}拒绝。', tag: '{n}将添加或移除这些标签。',
      assign: '{n}将被分配,每条分给 {of} 位标注者中的 {overlap} 位:每人约 {each} 条。', unassign: '{n}将从这些标注者处收回。'
    },
    captions: '没有描述 | {n} 条描述 | {n} 条描述', fit: '符合 {query}', all: '即项目的全部描述', chosen: '即此列表的描述', undoHint: '撤销一次(审阅中按 Z)即可全部收回,改天也可以。',
    leftOut: '{n} 条不在其中:金标准,或正等待盲审判定。 | {n} 条不在其中:金标准,或正等待盲审判定。', hidden: '也包括它们', none: '没有可更改的描述。', preview: '前 {n} 条', counting: '正在计数…',
    reason: '原因', noReason: '不说明原因', comment: '评论', add: '要添加的标签', remove: '要移除的标签', annotators: '标注者', annotatorsHint: '以逗号分隔。', overlap: '每条描述的标注者数', blind: '盲审:所有人判定之前,谁也看不到他人的判定', nobody: '请至少指定一位标注者。', tooMany: '标注者少于每条描述所需的人数。', noTags: '请指定要添加或移除的标签。',
    start: '{action}{n}', cancel: '取消', yourName: '您的姓名', tooLong: '此队列是抽取或分派的一部分,共 {n} 条。一次只能更改不超过 10,000 条的部分:请缩小这一部分,或改用筛选。',
    done: { accept: '已接受{n}', flag: '已标记{n}', reject: '已拒绝{n}', tag: '已为{n}更改标签', assign: '已分配{n}', unassign: '已收回{n}', replace: '已更改{n}' },
    nothing: '没有可更改的描述。', stopped: '已停止:目前已更改{n}。它们保持更改,撤销一次即可收回。', undone: '运行中已被收回。', failed: '未能全部完成', undo: '撤销 (Z)', notNewest: '此后您还做了其他操作。Z 先收回最新的一步。',
    leftOutShort: '{n} 条不在其中(金标准或盲审)。',
    find: {
      title: '查找和替换', find: '查找', replace: '替换为', matchCase: '区分大小写', wholeWord: '全字匹配', regex: '正则表达式', close: '关闭查找和替换', hint: '输入要在此队列的描述中查找的内容。', hintRegex: '替换内容中可用 $1、$2… 表示表达式的分组。',
      found: '{captions}中有{matches}', matches: '没有匹配 | {n} 处匹配 | {n} 处匹配', looking: '正在查找,{share}', noMatch: '未找到', noMatchText: '此队列没有描述包含它。可能是选项或队列过窄。', list: '将要更改的描述', in: '将更改:', out: '保持原样:',
      apply: '替换{n}', unusable: '{n} 条替换后将没有文本或文本过长,保持原样。 | {n} 条替换后将没有文本或文本过长,保持原样。', becomes: '每条都会得到{name}的新版本,此后为“已修改”。', rejected: '其中 {n} 条目前为“已拒绝”。 | 其中 {n} 条目前为“已拒绝”。', deselected: '已取消选择 {n} 条', all: '全选', tooManyDeselected: '最多可取消选择 10,000 条。请用筛选缩小队列。',
      problem: {
        empty: '没有要查找的内容。', 'too-long': '要查找的内容过长。', 'group-open': '分组从这里开始但没有结束:缺少“)”。', 'group-close': '这里结束的分组没有开始。要表示该符号本身请写“\\)”。', 'class-open': '字符集从这里开始但没有结束:缺少“]”。',
        'nothing-to-repeat': '这里没有可重复的内容。要表示该符号本身请在前面加“\\”。', 'lone-bracket': '此括号在这里没有意义。要表示该符号本身请在前面加“\\”。', 'numbers-out-of-order': '第一个数大于第二个数。', 'range-out-of-order': '字符范围的终点在起点之前。',
        escape: '“\\”及其后的内容在这里没有意义。', 'group-name': '此分组的名称不可用,或没有该名称的分组。', other: '表达式从这里起无法读取。'
      },
      at: '第 {n} 个字符'
    },
    keys: { bulk: '更改此队列的全部描述', findReplace: '查找和替换' }
  }
}
