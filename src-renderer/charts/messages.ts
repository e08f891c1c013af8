export const messages = {
  en: { save: 'Save this chart', empty: 'Nothing to draw yet', chart: 'Chart' },
  zh: { save: '保存此图表', empty: '暂无可绘制的数据', chart: '图表' }
}
