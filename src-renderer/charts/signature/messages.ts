import type { FeatureMessages } from '../../i18n/index.ts'

/** Words of the physical signatures' drawings: `signature.…`. */
export const messages: FeatureMessages = {
  en: {
    title: 'Physical signatures', toggle: 'Signatures', own: 'This tile', other: 'Compared tile', loading: 'Measuring colour, structure and texture…', noView: 'No satellite tile, so nothing to measure.', probe: '{title}: read values with the arrow keys',
    colour: {
      title: 'Colour', channel: { red: 'Red', green: 'Green', blue: 'Blue' }, initial: { red: 'R', green: 'G', blue: 'B' }, axis: 'Level, 0 to 255', at: '{from}–{to}: R {red}, G {green}, B {blue} %',
      summary: '{brightness}, {cast}: mean R {red}, G {green}, B {blue}', brightness: { dark: 'Dark', medium: 'Medium bright', bright: 'Bright' },
      cast: { grey: 'no cast', red: 'reddish', green: 'greenish', blue: 'bluish', yellow: 'yellowish', cyan: 'blue-greenish', magenta: 'purplish' }
    },
    structure: {
      title: 'Structure', at: '{bearing}° ({compass}): {share} %', flat: 'No edges: the tile is flat', all: 'Edges in all directions', one: 'Edges mostly along {bearing}° ({compass})', crossed: 'Edges along {bearing}° and {other}° ({compass} and {otherCompass})',
      north: 'N', even: 'even', evenTitle: 'Lengths tell shares of the edges’ strength. Dashed: what each direction would have if all had the same.',
      compass: { 0: 'N–S', 1: 'NNE–SSW', 2: 'NE–SW', 3: 'ENE–WSW', 4: 'E–W', 5: 'ESE–WNW', 6: 'SE–NW', 7: 'SSE–NNW' }
    },
    texture: {
      title: 'Texture', axis: 'Cycles per image side', power: 'ln power', at: '{from}–{to} cycles: ln power {power}', atDeviation: '{from}–{to} cycles: ln power {power}, {deviation} SD', deviation: 'Beside other tiles, SD', coarse: 'coarse', fine: 'fine',
      summary: 'Power falls with frequency, exponent {exponent}', detail: { more: 'More fine detail than usual', usual: 'As much fine detail as usual', less: 'Less fine detail than usual' }, unknown: 'No spectrum'
    }
  },
  zh: {
    title: '物理特征', toggle: '物理特征', own: '此图块', other: '对比图块', loading: '正在测量颜色、结构和纹理…', noView: '没有卫星图块，无法测量。', probe: '{title}：用方向键读取数值',
    colour: {
      title: '颜色', channel: { red: '红', green: '绿', blue: '蓝' }, initial: { red: 'R', green: 'G', blue: 'B' }, axis: '亮度级，0 到 255', at: '{from}–{to}：R {red}，G {green}，B {blue} %',
      summary: '{brightness}，{cast}：均值 R {red}，G {green}，B {blue}', brightness: { dark: '偏暗', medium: '中等亮度', bright: '明亮' },
      cast: { grey: '无偏色', red: '偏红', green: '偏绿', blue: '偏蓝', yellow: '偏黄', cyan: '偏青', magenta: '偏紫' }
    },
    structure: {
      title: '结构', at: '{bearing}°（{compass}）：{share} %', flat: '没有边缘：图块为单一颜色', all: '边缘朝向各个方向', one: '边缘主要沿 {bearing}°（{compass}）', crossed: '边缘沿 {bearing}° 和 {other}°（{compass}与{otherCompass}）',
      north: '北', even: '均匀', evenTitle: '长度表示边缘强度的份额。虚线：各方向相同时的份额。',
      compass: { 0: '南–北', 1: '北北东–南南西', 2: '东北–西南', 3: '东北东–西南西', 4: '东–西', 5: '东南东–西北西', 6: '东南–西北', 7: '南南东–北北西' }
    },
    texture: {
      title: '纹理', axis: '每图像边长的周期数', power: 'ln 功率', at: '{from}–{to} 周期：ln 功率 {power}', atDeviation: '{from}–{to} 周期：ln 功率 {power}，{deviation} SD', deviation: '与其他图块相比，SD', coarse: '粗', fine: '细',
      summary: '功率随频率下降，指数 {exponent}', detail: { more: '细节多于一般图块', usual: '细节与一般图块相当', less: '细节少于一般图块' }, unknown: '没有频谱'
    }
  }
}
