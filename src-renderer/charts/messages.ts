export const messages = {
  en: { save: 'Save this chart', empty: 'Nothing to draw yet', chart: 'Chart', saveCsv: 'As a table (CSV)', saveLatex: 'As LaTeX (booktabs)', saveJson: 'As a document (JSON)', copyCsv: 'Copy as CSV', copyLatex: 'Copy as LaTeX', copyJson: 'Copy as JSON', saved: 'Saved {path}' },
  zh: { save: '保存此图表', empty: '暂无可绘制的数据', chart: '图表', saveCsv: '存为表格（CSV）', saveLatex: '存为 LaTeX（booktabs）', saveJson: '存为文档（JSON）', copyCsv: '复制为 CSV', copyLatex: '复制为 LaTeX', copyJson: '复制为 JSON', saved: '已保存 {path}' }
}
