import type { FeatureMessages } from '../i18n/index.ts'

export const messages: FeatureMessages = {
  en: {
    filter: {
      help: 'What can be asked', suggestions: 'Suggestions', intro: 'Conditions side by side must all hold. Press an example to use it. Ctrl+Space offers what fits at the caret.', joining: 'Joining', fields: 'Fields', meant: ' Did you mean {meant}?',
      way: {
        0: 'captions with both words', 1: 'the words side by side', 2: 'words that begin so', 3: 'any of the values; * stands for any characters', 4: 'the opposite', 5: 'either of the two', 6: 'from 100 to 300'
      },
      field: {
        text: 'words of the present text', status: 'what was decided of the caption', verdict: 'what one annotator decided', by: 'captions that someone decided', assigned: 'captions assigned to someone', reason: 'why it was rejected', reviewed: 'when: a day, a month, or how long ago (12h, 7d, 2w, 3m, 1y)',
        reviewers: 'how many annotators decided', is: 'reviewed, conflict, gold, assigned, duplicate', has: 'comment, cue, tag, draft, reason, coordinates, region, split, or a kind of view', region: 'region', country: 'country', continent: 'continent',
        box: 'west, south, east, north in degrees', near: 'latitude, longitude, radius', split: 'train, val, test, none', kind: 'places with such a view', lvlm: 'the model that wrote the first text', author: 'who wrote the first text', prompt: 'the model’s prompt',
        length: 'characters of the present text', words: 'words of the present text', edits: 'words changed since the first text', cue: 'kind of a marked cue', cues: 'how many cues', tag: 'tag', comment: 'words in a comment', rank: 'rank of the own tile under an encoder or in a run', agreement: 'how well the text agrees with its tile, 0 to 100; without parentheses the least of colour, structure, texture', id: 'id of the caption or the place', place: 'id of the place'
      }
    }
  },
  zh: {
    filter: {
      help: '可用的条件', suggestions: '建议', intro: '并列的条件须同时成立。点按示例即可使用。按 Ctrl+Space 显示光标处可用的内容。', joining: '组合', fields: '字段', meant: '是否要写 {meant}？',
      way: { 0: '两个词都出现', 1: '词相邻出现', 2: '以此开头的词', 3: '任一取值；* 代表任意字符', 4: '取反', 5: '二者之一', 6: '从 100 到 300' },
      field: {
        text: '当前文本中的词', status: '描述的审阅结果', verdict: '某位标注者的结论', by: '某人审阅过的描述', assigned: '分配给某人的描述', reason: '拒绝原因', reviewed: '审阅时间：某日、某月或多久以前（12h、7d、2w、3m、1y）',
        reviewers: '审阅过的标注者人数', is: '已审阅、冲突、金标、已分配、重复', has: '评论、线索、标签、草稿、原因、坐标、区域、划分或某种图像', region: '区域', country: '国家', continent: '大洲',
        box: '西、南、东、北（度）', near: '纬度、经度、半径', split: 'train、val、test、none', kind: '有此类图像的地点', lvlm: '写出初稿的模型', author: '初稿作者', prompt: '模型的提示词',
        length: '当前文本的字符数', words: '当前文本的词数', edits: '自初稿以来改动的词数', cue: '标出的线索类型', cues: '线索数量', tag: '标签', comment: '评论中的文字', rank: '某编码器下或某次运行中本地点图块的排名', agreement: '描述与自身图块的一致程度，0 到 100；不带括号时取颜色、结构、纹理中最低者', id: '描述或地点的编号', place: '地点的编号'
      },
      problem: {
        'too-long': '查询过长。', 'too-deep': '括号或取反嵌套过深。', 'too-many': '条件过多。', 'open-quote': '引号没有闭合。', 'open-paren': '括号没有闭合。', 'stray-paren': '多余的右括号。', 'nothing-before': '“{word}”之前缺少条件。', 'nothing-after': '“{word}”之后缺少条件。',
        'unknown-field': '没有字段“{word}”。', 'unknown-value': '没有取值“{word}”。', 'no-value': '缺少取值。', 'not-a-number': '“{word}”不是数字。', 'not-a-date': '“{word}”不是日期，例如 2026-01-31、7d、today。', 'not-a-box': '范围需要四个数：西、南、东、北。', 'not-near': '需要纬度、经度和带单位的半径，例如 6.5,3.4,10km。',
        'no-argument': '此字段不带括号。', 'needs-argument': '需要在括号中写明对象，例如 rank(demo)>100。', 'empty-argument': '括号中缺少内容。', 'no-comparison': '此处不能比较。', 'no-letters': '没有可搜索的字母或数字。', backwards: '范围的终点小于起点。', 'no-annotator': '尚未说明“me”是谁。', 'no-run': '“{word}”没有可用的运行结果，请先用该编码器以全部图块评估描述。', unexpected: '此处缺少字段名。'
      }
    }
  }
}
