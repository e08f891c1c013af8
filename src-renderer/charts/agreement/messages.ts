import type { FeatureMessages } from '../../i18n/index.ts'

/** Words of physical agreement: `agreement.…`. */
export const messages: FeatureMessages = {
  en: {
    title: 'Physical agreement', kind: { colour: 'Colour', structure: 'Structure', texture: 'Texture' }, short: { colour: 'colour', structure: 'struct', texture: 'tex' },
    word: { doubtful: 'doubtful', weak: 'weak', agrees: 'agrees' },
    value: '{kind}: {n} of 100, {word}', change: '{kind}: {before} before, {n} now of 100, {word}', all: 'Least: {kind} {n}', none: 'not scored',
    explain: 'How many of 100 other tiles agree less with the text than its own tile does. Low: likely wrong.', spread: '{kind}: {n} % of {comparisons} other tiles agree less with this text than its own tile (line)'
  },
  zh: {
    title: '物理一致性', kind: { colour: '颜色', structure: '结构', texture: '纹理' }, short: { colour: '颜色', structure: '结构', texture: '纹理' },
    word: { doubtful: '存疑', weak: '较弱', agrees: '一致' },
    value: '{kind}：{n}/100，{word}', change: '{kind}：之前 {before}，现在 {n}/100，{word}', all: '最低：{kind} {n}', none: '未评分',
    explain: '每 100 个其他图块中，与文本的一致程度低于自身图块的个数。数值低：很可能有误。', spread: '{kind}：{comparisons} 个其他图块中有 {n} % 与此文本的一致程度低于自身图块（竖线）'
  }
}
