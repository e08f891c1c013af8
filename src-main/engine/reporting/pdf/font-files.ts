import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** A font of a file; `name`: its PostScript name in a collection. */
export interface FontFile {
  readonly path: string
  readonly name?: string
}

const interParts = ['latin', 'latin-ext', 'greek', 'greek-ext', 'cyrillic', 'cyrillic-ext', 'vietnamese'] as const

/** Inter, in the parts that npm has it in; a sign is looked for in each in turn. */
export function interFiles(weight: 400 | 600): FontFile[] {
  return interParts.map((part) => ({ path: fileURLToPath(import.meta.resolve(`@fontsource/inter/files/inter-${part}-${weight}-normal.woff`)) }))
}

const windows = process.env['WINDIR'] ?? 'C:\\Windows'

/** Where systems keep fonts that hold Chinese, the best first: Noto and its kin, then Apple's, then Microsoft's. */
const chinese: Readonly<Record<400 | 600, readonly FontFile[]>> = {
  400: [
    ...['/usr/share/fonts/opentype/noto', '/usr/share/fonts/noto-cjk', '/usr/share/fonts/google-noto-cjk', '/usr/share/fonts/google-noto-sans-cjk-fonts', '/usr/local/share/fonts'].map((folder) => ({ path: join(folder, 'NotoSansCJK-Regular.ttc'), name: 'NotoSansCJKsc-Regular' })),
    { path: '/usr/share/fonts/adobe-source-han-sans/SourceHanSansCN-Regular.otf' },
    { path: '/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc', name: 'WenQuanYiZenHei' },
    { path: '/usr/share/fonts/truetype/wqy/wqy-microhei.ttc', name: 'WenQuanYiMicroHei' },
    { path: '/System/Library/Fonts/PingFang.ttc', name: 'PingFangSC-Regular' },
    { path: '/System/Library/Fonts/Hiragino Sans GB.ttc', name: 'HiraginoSansGB-W3' },
    { path: '/System/Library/Fonts/STHeiti Light.ttc', name: 'STHeitiSC-Light' },
    { path: join(windows, 'Fonts', 'msyh.ttc'), name: 'MicrosoftYaHei' },
    { path: join(windows, 'Fonts', 'Deng.ttf') },
    { path: join(windows, 'Fonts', 'simsun.ttc'), name: 'SimSun' }
  ],
  600: [
    ...['/usr/share/fonts/opentype/noto', '/usr/share/fonts/noto-cjk', '/usr/share/fonts/google-noto-cjk', '/usr/share/fonts/google-noto-sans-cjk-fonts', '/usr/local/share/fonts'].map((folder) => ({ path: join(folder, 'NotoSansCJK-Bold.ttc'), name: 'NotoSansCJKsc-Bold' })),
    { path: '/usr/share/fonts/adobe-source-han-sans/SourceHanSansCN-Bold.otf' },
    { path: '/System/Library/Fonts/PingFang.ttc', name: 'PingFangSC-Semibold' },
    { path: '/System/Library/Fonts/Hiragino Sans GB.ttc', name: 'HiraginoSansGB-W6' },
    { path: '/System/Library/Fonts/STHeiti Medium.ttc', name: 'STHeitiSC-Medium' },
    { path: join(windows, 'Fonts', 'msyhbd.ttc'), name: 'MicrosoftYaHei-Bold' },
    { path: join(windows, 'Fonts', 'Dengb.ttf') }
  ]
}

/** Fonts of other scripts and signs that many systems have, asked last. */
const others: readonly FontFile[] = [
  { path: '/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf' },
  { path: '/System/Library/Fonts/Supplemental/Arial Unicode.ttf' },
  { path: join(windows, 'Fonts', 'segoeui.ttf') }
]

/** The fonts of this computer for what Inter does not hold; a weight that it lacks is the regular one. */
export function systemFiles(weight: 400 | 600): FontFile[] {
  return [...(weight === 600 ? chinese[600] : []), ...chinese[400], ...others].filter(({ path }) => existsSync(path))
}
