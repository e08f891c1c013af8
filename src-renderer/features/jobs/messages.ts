import type { FeatureMessages } from '../../i18n/index.ts'

export const messages: FeatureMessages = {
  en: {
    state: { queued: 'Waiting', running: 'Running', paused: 'Paused', done: 'Done', failed: 'Failed', cancelled: 'Cancelled', interrupted: 'Interrupted' },
    pause: 'Pause', resume: 'Resume', cancel: 'Cancel job', undo: 'Undo import', forget: 'Remove from list', pauseOrResume: 'Pause or resume', nextJob: 'Next job', previousJob: 'Previous job',
    summary: 'Summary', problems: 'Problems', noProblems: 'Every item went through.', result: 'Result', params: 'Started with', took: 'took {time}',
    problemCount: '1 problem | {n} problems', removed: 'Removed {places} places, {views} views and {captions} captions.', interruptedText: 'The engine ended while this ran. Resume goes on where it stood.',
    emptyTitle: 'No jobs yet', emptyText: 'Imports, exports, embedding and evaluations run here. They can be paused, and they survive a restart.'
  },
  zh: {
    state: { queued: '等待中', running: '运行中', paused: '已暂停', done: '已完成', failed: '失败', cancelled: '已取消', interrupted: '已中断' },
    pause: '暂停', resume: '继续', cancel: '取消任务', undo: '撤销导入', forget: '从列表移除', pauseOrResume: '暂停或继续', nextJob: '下一个任务', previousJob: '上一个任务',
    summary: '摘要', problems: '问题', noProblems: '所有条目均已处理。', result: '结果', params: '启动参数', took: '用时 {time}', problemCount: '{n} 个问题',
    removed: '已移除 {places} 个地点、{views} 张图像和 {captions} 条描述。', interruptedText: '运行时引擎已退出。继续将从中断处开始。', emptyTitle: '尚无任务', emptyText: '导入、导出、嵌入和评测在此运行。可以暂停，重启后也不会丢失。'
  }
}
