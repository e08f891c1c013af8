import type { FeatureMessages } from '../../i18n/index.ts'

/** Messages of the tabs Packages and Inbox: `team.packages.…`, `team.inbox.…`. */
export const packagesMessages: FeatureMessages = {
  en: {
    packages: {
      make: 'New work package', makeText: 'One file with captions and their pictures, to be reviewed elsewhere without a network. The answers come back as a file.',
      queue: 'Captions', ownFilter: 'A filter', filter: 'Captions of the package', nothingFits: 'No caption fits.', recipient: 'For', recipientHint: 'What she may not see stays here. Empty: for anyone.',
      blind: 'Blind', blindHint: 'Leaves out what others decided: the answers are second reviews.', pictures: 'Pictures', size: 'Longest side', asTheyAre: 'As they are', pixels: '{n} px', noKinds: 'Choose pictures.',
      shareOf: 'of', share: 'Share', shares: 'Number of shares', shareHint: 'Shares of the same captions never overlap.',
      button: 'Make the package…', made: '{name} holds {captions} captions of {places} places with {images} pictures.', missing: '{n} picture is missing and not in it. | {n} pictures are missing and not in it.', reveal: 'Show in folder',
      merges: 'Answers that came back', import: 'Import answers…', importing: 'Import answers', file: 'File', annotators: 'By', events: 'Events', added: 'New', captions: 'Captions', conflicts: 'Conflicts', problems: 'Problems', at: 'When',
      merged: '{name}: {added} of {events} events are new, on {captions} captions.', mergedNothing: '{name}: nothing in it is new.', conflicting: '{n} caption is in conflict now. | {n} captions are in conflict now.', toInbox: 'Inbox',
      refused: '{n} line could not be used. | {n} lines could not be used.', anyway: 'Merge it all the same', none: 'No answers yet', noneText: 'Make a package, have it reviewed elsewhere, and import the answers here. In which order they come, and how often, makes no difference.',
      opened: 'Opened from the work package {name}', openedText: 'Made by {by} in {from}, {date}.', openedFor: 'Made by {by} in {from} for {recipient}, {date}.', openedBlind: 'Blind: it holds nothing that others decided.',
      since: '{events} events on {captions} captions since.', drafts: '{n} draft was not submitted and stays here. | {n} drafts were not submitted and stay here.', answers: 'Export answers…', answersShort: 'Export answers', written: '{name} holds {events} events on {captions} captions.', nothingYet: 'Nothing was decided yet.', cancel: 'Cancel'
    },
    inbox: {
      title: 'Decided apart, and differently', caption: 'Caption', says: 'What each says', since: 'Since', region: 'Region', none: 'No disagreements', noneText: 'Where annotators decide without seeing each other (blind reviews, work packages) and differ, the caption comes here.',
      open: 'Open in Review', hint: 'Enter opens it in Review. A verdict there settles it.', verdict: '{annotator}: {verdict}', keepsText: 'the text as it is', showing: 'What each says of the caption', place: 'Place {place}'
    }
  },
  zh: {
    packages: {
      make: '新建工作包', makeText: '一个文件，包含描述及其图像，可在别处离线审阅；答案也以文件形式带回。',
      queue: '描述', ownFilter: '筛选条件', filter: '工作包中的描述', nothingFits: '没有符合的描述。', recipient: '接收者', recipientHint: '其不应看到的内容会留在这里。留空：任何人。',
      blind: '盲审', blindHint: '不含他人的决定：答案即为第二次审阅。', pictures: '图像', size: '最长边', asTheyAre: '原样', pixels: '{n} 像素', noKinds: '请选择图像。',
      shareOf: '/', share: '份额', shares: '份数', shareHint: '相同描述的各份额互不重叠。',
      button: '制作工作包…', made: '{name} 含 {places} 个地点的 {captions} 条描述和 {images} 张图像。', missing: '缺少 {n} 张图像，未包含在内。', reveal: '在文件夹中显示',
      merges: '收回的答案', import: '导入答案…', importing: '导入答案', file: '文件', annotators: '来自', events: '事件', added: '新增', captions: '描述', conflicts: '冲突', problems: '问题', at: '时间',
      merged: '{name}：{events} 个事件中有 {added} 个是新的，涉及 {captions} 条描述。', mergedNothing: '{name}：没有新内容。', conflicting: '现有 {n} 条描述存在冲突。', toInbox: '收件箱',
      refused: '{n} 行无法使用。', anyway: '仍然合并', none: '尚无答案', noneText: '制作工作包，在别处审阅，然后在此导入答案。导入的先后与次数不影响结果。',
      opened: '由工作包 {name} 打开', openedText: '{by} 于 {date} 在 {from} 中制作。', openedFor: '{by} 于 {date} 在 {from} 中为 {recipient} 制作。', openedBlind: '盲审：不含他人的决定。',
      since: '此后有 {captions} 条描述上的 {events} 个事件。', drafts: '{n} 份草稿未提交，将留在这里。', answers: '导出答案…', answersShort: '导出答案', written: '{name} 含 {captions} 条描述上的 {events} 个事件。', nothingYet: '尚未作出任何决定。', cancel: '取消'
    },
    inbox: {
      title: '各自判定且不一致', caption: '描述', says: '各人意见', since: '始于', region: '区域', none: '没有分歧', noneText: '标注者在互不知情的情况下（盲审、工作包）作出不同判定时，该描述会出现在这里。',
      open: '在审阅中打开', hint: '按 Enter 在审阅中打开；在那里判定即可了结。', verdict: '{annotator}：{verdict}', keepsText: '保留原文', showing: '各人对该描述的意见', place: '地点 {place}'
    }
  }
}
