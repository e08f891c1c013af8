import type { FeatureMessages } from '../../../i18n/index.ts'

/** Messages of the caption editor, under `review.editor`. */
export const editorMessages: FeatureMessages = {
  en: {
    kind: { layout: 'Layout', style: 'Style', colour: 'Colour', structure: 'Structure', texture: 'Texture', sign: 'Sign text' },
    markAs: 'Mark the words as', clear: 'Clear', cues: 'Cues: {n}', noCues: 'No cues. Select words, then', cueTitle: 'Enter selects the words, Delete takes the cue away', cueLabel: '{kind}: {words}',
    marked: 'Marked as {kind}: {words}', unmarked: 'No longer {kind}: {words}', cleared: 'Cues cleared: {words}', tooMany: 'A caption has at most {n} cues.',
    keysHint: 'Alt and 1 to 6 mark the selected words as layout, building style, colour, structure, texture or sign text; Alt and 0 clears. F7 goes to the next misspelling.',
    spelling: 'Spelling', checkSpelling: 'Check English spelling', misspelled: 'Spelling: {n} to look at', spellingOff: 'Spelling is not checked', off: 'Off', nextMisspelling: 'next misspelling', previousMisspelling: 'previous misspelling',
    noMisspelling: 'No misspelling found', misspelledWord: 'Misspelled: {word}', suggestionsFor: 'Suggestions for {word}', noSuggestions: 'No suggestion', addWord: 'Add to dictionary', ignore: 'Ignore until the next start', added: '{word} is in your dictionary', ignored: '{word} is ignored', replaced: '{word} replaced by {by}',
    ownWords: 'Your dictionary', forgetWord: 'Take {word} out of your dictionary',
    tokens: '{n}/{limit}', allTokens: 'Tokens under every encoder', moreEncoders: '{n} more encoders', changeTitle: 'Words taken out and put in, against the text it is compared with',
    compareWith: 'Compare with', firstText: 'First text', versionBy: 'v{version} by {author}', otherBy: 'Other caption: {author}', showDiff: 'Changes', thisText: 'This text',
    actions: {
      'cue-layout': 'Mark as layout', 'cue-style': 'Mark as building style', 'cue-colour': 'Mark as colour', 'cue-structure': 'Mark as structure', 'cue-texture': 'Mark as texture', 'cue-sign': 'Mark as sign text', 'cue-clear': 'Clear cues of the words',
      'walk-words': 'Walk the words of the caption', 'next-misspelling': 'Next misspelling', 'previous-misspelling': 'Previous misspelling'
    }
  },
  zh: {
    kind: { layout: '布局', style: '风格', colour: '颜色', structure: '结构', texture: '纹理', sign: '标牌文字' },
    markAs: '将所选词标为', clear: '清除', cues: '线索:{n}', noCues: '尚无线索。选中词语后按', cueTitle: '回车选中词语,Delete 移除线索', cueLabel: '{kind}:{words}',
    marked: '已标为{kind}:{words}', unmarked: '不再是{kind}:{words}', cleared: '已清除线索:{words}', tooMany: '一条描述最多 {n} 处线索。',
    keysHint: 'Alt 加 1 到 6 将所选词标为布局、建筑风格、颜色、结构、纹理或标牌文字;Alt 加 0 清除。F7 跳到下一处拼写错误。',
    spelling: '拼写', checkSpelling: '检查英文拼写', misspelled: '拼写:{n} 处待查', spellingOff: '未检查拼写', off: '关', nextMisspelling: '下一处拼写错误', previousMisspelling: '上一处拼写错误',
    noMisspelling: '未发现拼写错误', misspelledWord: '拼写错误:{word}', suggestionsFor: '{word} 的建议', noSuggestions: '没有建议', addWord: '加入词典', ignore: '忽略(至下次启动)', added: '{word} 已加入您的词典', ignored: '已忽略 {word}', replaced: '{word} 已改为 {by}',
    ownWords: '您的词典', forgetWord: '从您的词典中移除 {word}',
    tokens: '{n}/{limit}', allTokens: '各编码器的词元数', moreEncoders: '另有 {n} 个编码器', changeTitle: '与所比较文本相比删去和加入的词数',
    compareWith: '比较对象', firstText: '最初文本', versionBy: '第 {version} 版 · {author}', otherBy: '其他描述:{author}', showDiff: '修改', thisText: '此文本',
    actions: {
      'cue-layout': '标为布局', 'cue-style': '标为建筑风格', 'cue-colour': '标为颜色', 'cue-structure': '标为结构', 'cue-texture': '标为纹理', 'cue-sign': '标为标牌文字', 'cue-clear': '清除所选词的线索',
      'walk-words': '逐词浏览描述', 'next-misspelling': '下一处拼写错误', 'previous-misspelling': '上一处拼写错误'
    }
  }
}
