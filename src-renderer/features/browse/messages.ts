import type { FeatureMessages } from '../../i18n/index.ts'

export const messages: FeatureMessages = {
  en: {
    searchPlaceholder: 'Words of captions, or status:rejected region:Lagos…', searchName: 'Search and filter', orderName: 'Order', viewName: 'View', grid: 'Grid', table: 'Table', shuffle: 'Shuffle again',
    regions: 'Region', continents: 'Continent', status: 'Status', split: 'Split', kinds: 'View', located: 'Has coordinates', mapWindow: 'Map window',
    resetFilters: 'Reset', otherFilters: '+{n} handed over', count: '{n} places | {n} place | {n} places',
    order: { id: 'As imported', region: 'By region', 'newest-review': 'Newest review first', shortest: 'Shortest caption first', longest: 'Longest caption first', 'most-edited': 'Most edited first', 'near-duplicates': 'Near-duplicates together', agreement: 'Least agreement with the tile first', random: 'Random' },
    noCaption: 'No caption', captionCount: 'No captions | 1 caption | {n} captions', views: 'No views | 1 view | {n} views',
    noSelection: 'Nothing selected', noSelectionText: 'Select a place to see its views and captions here.',
    id: 'Id', coordinates: 'Coordinates', copyCoordinates: 'Copy coordinates', searchWithView: 'Search with this view', searchWithCaption: 'Search with this caption', reveal: 'Show in folder', review: 'Review',
    map: 'Map', detail: 'Place', results: 'Places', side: 'Map and place', locatedCount: '{n} located', toSelection: 'To selection', filterToWindow: 'Filter to window',
    empty: 'No place fits', emptyText: 'No place of this project fits the search and the filters.', noPlaces: 'No places yet', noPlacesText: 'Import images and captions to see them here.', import: 'Import…',
    openInReview: 'Open these in Review', jump: 'Go to position', jumpHint: '1 to {n}', go: 'Go',
    agreementTitle: 'Of the caption that agrees least with its tile: by it places are sorted.',
    columns: { picture: '', place: 'Place', region: 'Region', country: 'Country', text: 'First caption', captions: 'Captions', status: 'Status', agreement: 'Agreement', split: 'Split', kinds: 'Views', coordinates: 'Coordinates' },
    actions: { search: 'Search', view: 'Grid or table', review: 'Open these in Review', bulk: 'Change all these captions', reset: 'Reset filters', jump: 'Go to position', open: 'Show the place in detail', move: 'Move in the grid', first: 'First place', last: 'Last place' }
  },
  zh: {
    searchPlaceholder: '描述中的词，或 status:rejected region:Lagos…', searchName: '搜索与筛选', orderName: '排序', viewName: '视图', grid: '网格', table: '表格', shuffle: '重新打乱',
    regions: '区域', continents: '大洲', status: '状态', split: '划分', kinds: '图像', located: '有坐标', mapWindow: '地图窗口',
    resetFilters: '重置', otherFilters: '另有 {n} 个传入条件', count: '{n} 个地点',
    order: { id: '导入顺序', region: '按区域', 'newest-review': '最近审阅优先', shortest: '最短描述优先', longest: '最长描述优先', 'most-edited': '编辑最多优先', 'near-duplicates': '近似重复相邻', agreement: '与图块最不一致优先', random: '随机' },
    noCaption: '无描述', captionCount: '{n} 条描述', views: '{n} 张图像', noSelection: '未选择', noSelectionText: '选择一个地点，在此查看其图像和描述。',
    id: '编号', coordinates: '坐标', copyCoordinates: '复制坐标', searchWithView: '用此图像检索', searchWithCaption: '用此描述检索', reveal: '在文件夹中显示', review: '审阅',
    map: '地图', detail: '地点', results: '地点列表', side: '地图与地点', locatedCount: '{n} 个有坐标', toSelection: '定位所选', filterToWindow: '筛选到窗口',
    empty: '没有符合的地点', emptyText: '本项目中没有符合搜索和筛选条件的地点。', noPlaces: '尚无地点', noPlacesText: '导入图像和描述后会显示在这里。', import: '导入…',
    openInReview: '在审阅中打开', jump: '跳转到位置', jumpHint: '1 到 {n}', go: '跳转',
    agreementTitle: '与图块最不一致的那条描述；各地点按它排序。',
    columns: { picture: '', place: '地点', region: '区域', country: '国家', text: '首条描述', captions: '描述数', status: '状态', agreement: '一致性', split: '划分', kinds: '图像', coordinates: '坐标' },
    actions: { search: '搜索', view: '网格或表格', review: '在审阅中打开', bulk: '更改全部这些描述', reset: '重置筛选', jump: '跳转到位置', open: '查看地点详情', move: '在网格中移动', first: '首个地点', last: '末个地点' }
  }
}
