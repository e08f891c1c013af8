import type { FeatureMessages } from './index.ts'

/** Words that more than one screen says. Features keep their own in `features/<feature>/messages.ts`. */
export const messages: FeatureMessages = {
  en: {
    screens: {
      projects: 'Projects', overview: 'Overview', browse: 'Browse', review: 'Review', history: 'History', team: 'Team', retrieve: 'Retrieve',
      compare: 'Compare', encoders: 'Encoders', planet: 'PLANET', jobs: 'Jobs', settings: 'Settings'
    },
    status: { unreviewed: 'Unreviewed', accepted: 'Accepted', edited: 'Edited', rejected: 'Rejected', skipped: 'Skipped', flagged: 'Flagged' },
    kind: { satellite: 'Satellite', street: 'Street', panorama: 'Panorama', drone: 'Drone', osm: 'OSM' },
    split: { train: 'Train', val: 'Validation', test: 'Test', none: 'No split' },
    continent: { Africa: 'Africa', Asia: 'Asia', Europe: 'Europe', 'North America': 'North America', 'South America': 'South America', Oceania: 'Oceania', Antarctica: 'Antarctica', none: 'No continent' },
    format: {
      seconds: '{s} s', minutes: '{m} min {s} s', hours: '{h} h {m} min', perSecond: '{n}/s', perMinute: '{n}/min', justNow: 'just now'
    },
    common: {
      cancel: 'Cancel', close: 'Close', save: 'Save', apply: 'Apply', remove: 'Remove', delete: 'Delete', copy: 'Copy', copied: 'Copied', retry: 'Try again',
      back: 'Back', next: 'Next', open: 'Open', choose: 'Choose…', search: 'Search', clear: 'Clear', all: 'All', none: 'None', any: 'Any',
      details: 'Details', whatToDo: 'What to do', loading: 'Loading…', noResults: 'Nothing fits', selected: '{n} selected', ofBase: '{n} of {base}',
      more: 'More', less: 'Less', yes: 'Yes', no: 'No', unknown: 'Unknown', reset: 'Reset', show: 'Show', hide: 'Hide', add: 'Add', name: 'Name', path: 'Path',
      places: 'places', views: 'views', captions: 'captions', regions: 'regions', noRegion: 'No region', collapse: 'Collapse {pane}', expand: 'Expand {pane}', resize: 'Resize {pane}',
      sortAscending: 'sorted ascending', sortDescending: 'sorted descending'
    },
    errors: {
      title: 'That did not work', copyDetails: 'Copy details', code: 'Code', place: 'Where', message: 'What happened', problems: 'Problems', copyProblems: 'Copy as text', gone: 'The engine stopped while this was running.'
    }
  },
  zh: {
    screens: {
      projects: '项目', overview: '概览', browse: '浏览', review: '审阅', history: '历史', team: '团队', retrieve: '检索', compare: '对比', encoders: '编码器', planet: 'PLANET', jobs: '任务', settings: '设置'
    },
    status: { unreviewed: '未审阅', accepted: '已接受', edited: '已修改', rejected: '已拒绝', skipped: '已跳过', flagged: '已标记' },
    kind: { satellite: '卫星', street: '街景', panorama: '全景', drone: '无人机', osm: 'OSM' },
    split: { train: '训练', val: '验证', test: '测试', none: '未划分' },
    continent: { Africa: '非洲', Asia: '亚洲', Europe: '欧洲', 'North America': '北美洲', 'South America': '南美洲', Oceania: '大洋洲', Antarctica: '南极洲', none: '未知大洲' },
    format: { seconds: '{s} 秒', minutes: '{m} 分 {s} 秒', hours: '{h} 小时 {m} 分', perSecond: '{n}/秒', perMinute: '{n}/分', justNow: '刚刚' },
    common: {
      cancel: '取消', close: '关闭', save: '保存', apply: '应用', remove: '移除', delete: '删除', copy: '复制', copied: '已复制', retry: '重试',
      back: '返回', next: '下一步', open: '打开', choose: '选择…', search: '搜索', clear: '清除', all: '全部', none: '无', any: '不限',
      details: '详情', whatToDo: '如何处理', loading: '正在加载…', noResults: '没有符合的结果', selected: '已选 {n} 项', ofBase: '{base} 中的 {n}',
      more: '更多', less: '收起', yes: '是', no: '否', unknown: '未知', reset: '重置', show: '显示', hide: '隐藏', add: '添加', name: '名称', path: '路径',
      places: '地点', views: '图像', captions: '描述', regions: '区域', noRegion: '无区域', collapse: '折叠{pane}', expand: '展开{pane}', resize: '调整{pane}大小',
      sortAscending: '升序', sortDescending: '降序'
    },
    errors: { title: '操作未成功', copyDetails: '复制详情', code: '代码', place: '位置', message: '发生了什么', problems: '问题', copyProblems: '复制为文本', gone: '执行过程中引擎停止了。' }
  }
}
