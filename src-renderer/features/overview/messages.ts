import type { FeatureMessages } from '../../i18n/index.ts'

export const messages: FeatureMessages = {
  en: {
    places: 'Places', views: 'Views', captions: 'Captions', reviewed: 'Reviewed', located: 'With coordinates', imageProblems: 'Image problems', review: 'Review what is left',
    byRegion: 'Regions', findRegion: 'Find a region', region: 'Region', country: 'Country', status: 'Status', coverage: 'Coverage', openInBrowse: 'Open in Browse', distributions: 'Distributions',
    annotators: 'Annotators', annotator: 'Name', verdicts: 'Verdicts', editedShare: 'Edited', last: 'Last', noVerdicts: 'Nobody has reviewed a caption yet.', length: 'Caption length', counting: 'Still counting: {n} of {all} captions so far.', words: 'words',
    byContinent: 'Places by continent', byKind: 'Views by kind', bySplit: 'Places by split', byAuthor: 'Captions by author', empty: 'Nothing in this project yet', emptyText: 'Import images and captions; their progress, coverage and distributions show here.'
  },
  zh: {
    places: '地点', views: '图像', captions: '描述', reviewed: '已审阅', located: '有坐标', counting: '仍在统计：目前 {n} / {all} 条描述。', imageProblems: '图像问题', review: '审阅剩余描述',
    byRegion: '区域', findRegion: '查找区域', region: '区域', country: '国家', status: '状态', coverage: '覆盖范围', openInBrowse: '在浏览中打开', distributions: '分布',
    annotators: '标注者', annotator: '姓名', verdicts: '判定', editedShare: '修改率', last: '最近', noVerdicts: '尚无人审阅描述。', length: '描述长度', words: '词',
    byContinent: '各大洲地点数', byKind: '各类图像数', bySplit: '各划分地点数', byAuthor: '各作者描述数', empty: '项目中尚无内容', emptyText: '导入图像和描述后，进度、覆盖范围和分布会显示在这里。'
  }
}
