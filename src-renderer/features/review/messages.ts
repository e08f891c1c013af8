import type { FeatureMessages } from '../../i18n/index.ts'
import { editorMessages } from './editor/messages.ts'
import { bulkMessages } from './bulk/messages.ts'
import { queueMessages } from './queues/messages.ts'
import { panelMessages } from './panels/messages.ts'

export const messages: FeatureMessages = {
  en: {
    editor: editorMessages.en,
    queues: queueMessages.en,
    panels: panelMessages.en,
    bulk: bulkMessages.en,
    ground: 'Ground photo', noGround: 'No ground photo', noGroundText: 'This place has no street, panorama or drone view.', photos: 'Photos of this place',
    noTile: 'No satellite tile', noTileText: 'This place has no satellite view.', photoOf: '{kind} view of {place}', imageBroken: 'This image cannot be shown',
    pictureTools: 'Picture', zoomIn: 'Zoom in', zoomOut: 'Zoom out', fit: 'Fit', actual: 'Actual pixels', rotate: 'Rotate', north: 'North is up',
    onMap: 'Map', asPicture: 'Picture', tileMode: 'How the tile is shown', tileOnMap: 'The satellite tile on the map', unlocated: 'No coordinates', noFootprint: 'The tile’s footprint is not known: only its place is shown', even: 'Photo and tile side by side, equally wide',
    caption: 'Caption', nOf: '{n} of {total}', revisions: '{n} revisions', diffView: 'How changes are shown', inline: 'Inline', side: 'Side by side', plain: 'Text',
    captionText: 'Caption text', before: 'Before', after: 'Now', acceptEdit: 'Accept this text', leaveEdit: 'Leave', draft: 'You have an unfinished edit of this caption.', resumeDraft: 'Go on', discardDraft: 'Discard',
    words: '{n} words', changeTitle: 'Words taken out and put in, against the first text', tokens: '{n}/{limit} tokens', tokensTitle: 'Tokens under {encoder}, and the most it reads', truncated: '{encoder} does not read the end of this text', cut: 'cut',
    history: 'History', ofPlace: 'Place', rank: 'Rank', blind: 'Blind', blindTitle: 'You decide without knowing what others decided of this caption', about: 'About this caption',
    by: { lvlm: 'LVLM', import: 'Import', person: 'A person' }, wrote: { lvlm: 'wrote it', import: 'brought it', person: 'wrote it' }, revised: 'revised it',
    event: { undo: 'took a verdict back', redo: 'put a verdict back', comment: 'commented' },
    accept: 'Accept', edit: 'Edit', reject: 'Reject', skip: 'Skip', flag: 'Flag', undo: 'Undo', redo: 'Redo', verdicts: 'Verdicts',
    whyRejected: 'Why is it rejected?', noReason: 'No reason', editReasons: 'Edit the reasons', editReasonsText: 'For everyone in this project. The first nine have keys. An empty one is removed; past verdicts keep theirs.',
    reasonNr: 'Reason {n}', reasonUp: 'Move up', reasonDown: 'Move down', reasonRemove: 'Remove', reasonNew: 'A new reason', reasonAdd: 'Add the reason',
    reasons: {
      'wrong-place': 'Describes another place', 'wrong-layout': 'Wrong layout or direction', 'wrong-object': 'Names what is not there', 'wrong-colour': 'Wrong colour or material', 'invented-sign': 'Invented sign or text',
      'too-vague': 'Too vague to find the place', 'leaks-answer': 'Gives the answer away', 'bad-image': 'The picture is unusable', language: 'Language or format'
    },
    sending: '{n} being saved', nextPrevious: 'next, previous', nextUnreviewed: 'next unreviewed', keys: 'all keys', nothingToUndo: 'Nothing to undo', nothingToRedo: 'Nothing to redo',
    whoAreYou: 'Who reviews?', yourName: 'Your name', start: 'Start', whyName: 'Every verdict carries a name. You can change it at the top right.',
    done: 'The queue is done', doneText: 'Every caption of this queue has been in front of you. Open it again to see what is left.', openAgain: 'Open the queue again', showAll: 'Show all captions',
    noneFit: 'No caption fits', noneFitText: 'Nothing in this project fits the filters above.', noCaptions: 'No captions yet', noCaptionsText: 'Import captions, and they queue up here for review.', import: 'Import',
    editAgain: 'Edit again with my text', keptHere: '{n} verdicts are kept on this computer until they can be saved.',
    actions: {
      accept: 'Accept the caption', edit: 'Edit the caption', reject: 'Reject the caption', skip: 'Skip the caption', flag: 'Flag the caption', undo: 'Undo the last verdict', redo: 'Redo the verdict', next: 'Next caption', previous: 'Previous caption',
      first: 'First caption', last: 'Last caption', nextUnreviewed: 'Next unreviewed caption', queue: 'Choose a queue', filter: 'Filter the queue', goTo: 'Go to a position', saveQueue: 'Save the queue', zoomIn: 'Zoom the photo in', zoomOut: 'Zoom the photo out', fit: 'Fit the photo', actual: 'Photo at actual pixels', rotate: 'Rotate the photo',
      nextPhoto: 'Next photo of the place', swap: 'Swap photo and tile', evenPanes: 'Photo and tile side by side', tileMode: 'Tile on the map or as a picture', rank: 'Rank the text: did the edit help?', agreement: 'Physical agreement: open or close', comment: 'Comment on the caption', ofPlace: 'All captions of the place'
    }
  },
  zh: {
    editor: editorMessages.zh,
    queues: queueMessages.zh,
    panels: panelMessages.zh,
    bulk: bulkMessages.zh,
    ground: '地面照片', noGround: '没有地面照片', noGroundText: '该地点没有街景、全景或无人机图像。', photos: '该地点的照片',
    noTile: '没有卫星图块', noTileText: '该地点没有卫星图像。', photoOf: '{place} 的{kind}图像', imageBroken: '无法显示此图像',
    pictureTools: '图像', zoomIn: '放大', zoomOut: '缩小', fit: '适应窗口', actual: '实际像素', rotate: '旋转', north: '上方为北',
    onMap: '地图', asPicture: '图像', tileMode: '图块显示方式', tileOnMap: '地图上的卫星图块', unlocated: '无坐标', noFootprint: '图块范围未知:仅显示其位置', even: '照片与图块并排等宽',
    caption: '描述', nOf: '{n} / {total}', revisions: '{n} 个版本', diffView: '修改的显示方式', inline: '行内', side: '并排', plain: '纯文本',
    captionText: '描述文本', before: '修改前', after: '现在', acceptEdit: '接受此文本', leaveEdit: '离开', draft: '此描述有未完成的修改。', resumeDraft: '继续', discardDraft: '放弃',
    words: '{n} 个词', changeTitle: '相对最初文本删去和加入的词数', tokens: '{n}/{limit} 词元', tokensTitle: '{encoder} 的词元数及其上限', truncated: '{encoder} 读不到此文本的末尾', cut: '被截断',
    history: '历史', ofPlace: '地点', rank: '名次', blind: '盲审', blindTitle: '您在不知道他人判定的情况下作出判定', about: '关于此描述',
    by: { lvlm: '视觉语言模型', import: '导入', person: '人工' }, wrote: { lvlm: '撰写', import: '导入', person: '撰写' }, revised: '修改',
    event: { undo: '撤销了一次判定', redo: '恢复了一次判定', comment: '评论' },
    accept: '接受', edit: '修改', reject: '拒绝', skip: '跳过', flag: '标记', undo: '撤销', redo: '重做', verdicts: '判定',
    whyRejected: '为什么拒绝?', noReason: '不说明原因', editReasons: '编辑原因', editReasonsText: '对此项目的所有人生效。前九项有按键。清空即删除;已有的判定保留原来的原因。',
    reasonNr: '原因 {n}', reasonUp: '上移', reasonDown: '下移', reasonRemove: '删除', reasonNew: '新的原因', reasonAdd: '添加原因',
    reasons: {
      'wrong-place': '描述的是别处', 'wrong-layout': '布局或方位错误', 'wrong-object': '提到了不存在的事物', 'wrong-colour': '颜色或材质错误', 'invented-sign': '编造的标牌或文字',
      'too-vague': '过于笼统,无法定位', 'leaks-answer': '泄露了答案', 'bad-image': '图像不可用', language: '语言或格式问题'
    },
    sending: '{n} 条正在保存', nextPrevious: '下一条、上一条', nextUnreviewed: '下一条未审阅', keys: '全部按键', nothingToUndo: '没有可撤销的操作', nothingToRedo: '没有可重做的操作',
    whoAreYou: '谁在审阅?', yourName: '您的姓名', start: '开始', whyName: '每次判定都会署名。可在右上角更改。',
    done: '队列已完成', doneText: '此队列中的每条描述您都看过了。重新打开可查看剩余内容。', openAgain: '重新打开队列', showAll: '显示全部描述',
    noneFit: '没有符合的描述', noneFitText: '此项目中没有符合上方筛选条件的描述。', noCaptions: '还没有描述', noCaptionsText: '导入描述后,会在此排队等待审阅。', import: '导入',
    editAgain: '用我的文本再次修改', keptHere: '{n} 条判定保存在本机,待可写入时再保存。',
    actions: {
      accept: '接受描述', edit: '修改描述', reject: '拒绝描述', skip: '跳过描述', flag: '标记描述', undo: '撤销上次判定', redo: '重做判定', next: '下一条描述', previous: '上一条描述',
      first: '第一条描述', last: '最后一条描述', nextUnreviewed: '下一条未审阅的描述', queue: '选择队列', filter: '筛选队列', goTo: '前往某个位置', saveQueue: '保存队列', zoomIn: '放大照片', zoomOut: '缩小照片', fit: '照片适应窗口', actual: '照片按实际像素', rotate: '旋转照片',
      nextPhoto: '该地点的下一张照片', swap: '交换照片与图块', evenPanes: '照片与图块并排', tileMode: '图块在地图上或作为图像显示', rank: '为文本排名：修改有用吗？', agreement: '物理一致性：展开或收起', comment: '评论此描述', ofPlace: '该地点的全部描述'
    }
  }
}
