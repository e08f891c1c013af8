import type { FeatureMessages } from '../i18n/index.ts'

export const messages: FeatureMessages = {
  en: {
    screens: 'Screens', status: 'Status', noProject: 'No project open',
    noProjectText: 'This screen shows what is in a project. Open one, or start with the sample.', toProjects: 'Go to Projects',
    lastProjectFailed: 'The project of last time could not be opened.', jobDone: 'Done: {title}', jobFailed: 'Failed: {title}', showJob: 'Show',
    eta: 'ETA {time}', moreJobs: '+{n} more', paletteHint: 'Search or run a command', palettePlaceholder: 'Screen, command, project or region',
    paletteKind: { screen: 'Screen', command: 'Command', project: 'Project', region: 'Region' },
    keys: { everywhere: 'Everywhere', screens: 'Screens', or: 'or', changed: 'Changed by you', change: 'Change keys' },
    saving: { saved: 'All changes saved', saving: 'Saving…', failed: 'Not saved' },
    engine: {
      ready: 'Engine ready', starting: 'Engine starting', gone: 'Engine stopped', readyLong: 'Process {pid}, restarted {restarts} times in this session',
      startingLong: 'The engine is starting.', goneLong: 'The engine stopped. It is being started again.', goneText: 'The engine stopped. It is being started again; nothing that was saved is lost.',
      restartedText: 'The engine was restarted and your project is open again. Nothing that was saved is lost.', restart: 'Restart now', log: 'Show log'
    },
    provider: { title: 'Where encoders run', probing: 'Probing…', inUse: 'in use', more: 'Engine settings' },
    annotator: { title: 'Annotator', none: 'Who are you?', hint: 'Your verdicts and edits are written under this name.', placeholder: 'Your name', known: 'Reviewed in this project', near: 'Nearly the same as {name}, who reviewed here.', takeNear: 'I am {name}', isNew: '{name} is new here' },
    actions: {
      palette: 'Command palette', keys: 'Keyboard shortcuts', openProject: 'Open project…', newProject: 'New project…', import: 'Import…', export: 'Export…',
      closeProject: 'Close project', toggleTheme: 'Switch between dark and light', annotator: 'Change annotator', about: 'About Planisphere', goTo: 'Go to {screen}'
    }
  },
  zh: {
    screens: '界面', status: '状态', noProject: '未打开项目', noProjectText: '此界面显示项目中的内容。请打开一个项目，或从示例开始。', toProjects: '前往项目',
    lastProjectFailed: '无法打开上次的项目。', jobDone: '已完成：{title}', jobFailed: '失败：{title}', showJob: '查看',
    eta: '剩余 {time}', moreJobs: '另有 {n} 个', paletteHint: '搜索或运行命令', palettePlaceholder: '界面、命令、项目或区域',
    paletteKind: { screen: '界面', command: '命令', project: '项目', region: '区域' },
    keys: { everywhere: '全局', screens: '界面切换', or: '或', changed: '您已更改', change: '更改按键' },
    saving: { saved: '所有更改已保存', saving: '正在保存…', failed: '未保存' },
    engine: {
      ready: '引擎就绪', starting: '引擎启动中', gone: '引擎已停止', readyLong: '进程 {pid}，本次会话重启 {restarts} 次', startingLong: '引擎正在启动。',
      goneLong: '引擎已停止，正在重新启动。', goneText: '引擎已停止，正在重新启动；已保存的内容不会丢失。', restartedText: '引擎已重启，项目已重新打开。已保存的内容没有丢失。', restart: '立即重启', log: '查看日志'
    },
    provider: { title: '编码器运行位置', probing: '检测中…', inUse: '使用中', more: '引擎设置' },
    annotator: { title: '标注者', none: '您是谁？', hint: '您的判定和修改会以此名字记录。', placeholder: '您的名字', known: '在此项目中审阅过的人', near: '与审阅过的 {name} 几乎相同。', takeNear: '我是 {name}', isNew: '{name} 是新标注者' },
    actions: {
      palette: '命令面板', keys: '键盘快捷键', openProject: '打开项目…', newProject: '新建项目…', import: '导入…', export: '导出…',
      closeProject: '关闭项目', toggleTheme: '切换深色与浅色', annotator: '更换标注者', about: '关于 Planisphere', goTo: '前往{screen}'
    }
  }
}
