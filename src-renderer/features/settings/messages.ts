import type { FeatureMessages } from '../../i18n/index.ts'

export const messages: FeatureMessages = {
  en: {
    section: { general: 'General', engine: 'Engine', maps: 'Maps', keys: 'Keys', about: 'About' },
    theme: { label: 'Theme', system: 'System', dark: 'Dark', light: 'Light' }, language: { label: 'Language', system: 'System' }, motion: { label: 'Reduced motion', hint: 'Nothing slides or fades. The system setting is followed as well.' },
    engine: {
      process: 'Process', state: 'State', node: 'Node of the engine', nodeWhy: 'shipped with the application', runtime: 'Electron runtime', machine: 'This machine', machineText: '{cpus} processors, {memory} memory, the engine uses {used}',
      restart: 'Restart engine', log: 'Show log file', probe: 'Probe again', prefer: 'Run encoders on', auto: 'The best that is available', notHere: 'not available here', error: 'largest error {e}'
    },
    maps: {
      base: 'Base map', baseHint: 'The offline outline is part of the application and asks nobody.', offline: 'Offline outline', servers: 'Tile servers', serversText: 'Only the servers listed here are ever contacted, and only while their map is shown.', addServer: 'Add server',
      url: 'Address with {\'{z}\'}, {\'{x}\'}, {\'{y}\'}', attribution: 'Attribution', maxZoom: 'Largest zoom', invalid: 'Give a name and an https address that contains {\'{z}\'}, {\'{x}\'} and {\'{y}\'}.', archives: 'Tile archives', archivesText: 'MBTiles or PMTiles files on this computer, with raster tiles.', addArchive: 'Add file', remove: 'Remove {name}'
    },
    keys: {
      text: 'Every action and its keys. On any screen, its own keys are shown on one page by', find: 'Find an action or a key', onlyChanged: 'Only changed ({n})', resetAll: 'Reset all keys', global: 'Everywhere', none: 'no key', fixed: 'fixed',
      add: 'Add a key: {action}', remove: 'Take {key} away: {action}', reset: 'Back to its own keys: {action}', press: 'Press a key, Esc to leave', pressFor: 'Press the new key of: {action}. Escape leaves.', take: 'Take it away there',
      conflict: { same: '{key} also does: {action} ({screen})', hides: '{key} alone hides the sequences of: {action} ({screen})', hidden: '{key} is never reached: its first key does {action} ({screen})' }
    },
    about: { text: 'A desktop studio for cross-modal geo-localization. Works offline; sends nothing anywhere.', versions: 'Versions', copy: 'Copy versions', settingsFile: 'Show settings file', licences: 'Licences', licencesText: 'Planisphere is under the Apache License 2.0. It stands on:' }
  },
  zh: {
    section: { general: '通用', engine: '引擎', maps: '地图', keys: '按键', about: '关于' },
    theme: { label: '主题', system: '跟随系统', dark: '深色', light: '浅色' }, language: { label: '语言', system: '跟随系统' }, motion: { label: '减少动效', hint: '不使用滑动和淡入淡出。同时遵循系统设置。' },
    engine: {
      process: '进程', state: '状态', node: '引擎的 Node', nodeWhy: '随应用提供', runtime: 'Electron 运行时', machine: '本机', machineText: '{cpus} 个处理器，内存 {memory}，引擎占用 {used}',
      restart: '重启引擎', log: '显示日志文件', probe: '重新检测', prefer: '编码器运行于', auto: '最佳可用设备', notHere: '此处不可用', error: '最大误差 {e}'
    },
    maps: {
      base: '底图', baseHint: '离线轮廓图随应用提供，不访问网络。', offline: '离线轮廓图', servers: '瓦片服务器', serversText: '仅在显示其地图时访问此处列出的服务器。', addServer: '添加服务器',
      url: '含 {\'{z}\'}、{\'{x}\'}、{\'{y}\'} 的地址', attribution: '署名', maxZoom: '最大缩放', invalid: '请填写名称以及包含 {\'{z}\'}、{\'{x}\'}、{\'{y}\'} 的 https 地址。', archives: '瓦片文件', archivesText: '本机上的 MBTiles 或 PMTiles 栅格瓦片文件。', addArchive: '添加文件', remove: '移除 {name}'
    },
    keys: {
      text: '全部操作及其按键。在任意界面,按此键可在一页上查看其按键', find: '查找操作或按键', onlyChanged: '仅已更改({n})', resetAll: '重置全部按键', global: '全局', none: '无按键', fixed: '固定',
      add: '添加按键:{action}', remove: '移除 {key}:{action}', reset: '恢复默认按键:{action}', press: '请按键,Esc 退出', pressFor: '请按新的按键:{action}。按 Esc 退出。', take: '从那里移除',
      conflict: { same: '{key} 还用于:{action}({screen})', hides: '单独的 {key} 会遮住此操作的组合键:{action}({screen})', hidden: '{key} 无法触发:其首键用于 {action}({screen})' }
    },
    about: { text: '跨模态地理定位的桌面工作室。离线工作，不向任何地方发送数据。', versions: '版本', copy: '复制版本信息', settingsFile: '显示设置文件', licences: '许可', licencesText: 'Planisphere 采用 Apache License 2.0 许可，基于：' }
  }
}
