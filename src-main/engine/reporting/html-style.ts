import { darkPaints, lightPaints } from './drawing.ts'

const paints = (of: Readonly<Record<string, string>>): string => Object.entries(of).map(([name, value]) => `--p-${name}:${value}`).join(';')

/** The styles of a report's page: the reader's theme on the screen, the light one on paper. */
export const htmlStyle = `
:root{color-scheme:light dark;${paints(lightPaints)}}
@media (prefers-color-scheme:dark){:root{${paints(darkPaints)}}}
@media print{:root{color-scheme:light;${paints(lightPaints)}}}
*{box-sizing:border-box}
body{margin:0 auto;padding:40px 24px 64px;max-width:960px;background:var(--p-ground);color:var(--p-ink);font:14px/1.5 Inter,system-ui,-apple-system,"Segoe UI","Noto Sans","DejaVu Sans","Noto Sans CJK SC","Noto Sans SC","PingFang SC","Microsoft YaHei",sans-serif;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
h1{margin:0 0 8px;font-size:26px;line-height:1.25;font-weight:650;text-wrap:balance}
h2{margin:48px 0 12px;padding-top:16px;border-top:1px solid var(--p-hairline);font-size:19px;font-weight:650}
h3{margin:32px 0 8px;font-size:15px;font-weight:600}
p{margin:0 0 10px;max-width:72ch}
.lead{margin:0;color:var(--p-muted)}
.quiet,.note{color:var(--p-muted)}
.note{font-size:12.5px;margin:6px 0 0;max-width:none}
.warning{margin:12px 0;padding:10px 14px;border-inline-start:3px solid var(--p-wrong);background:color-mix(in srgb,var(--p-wrong) 9%,transparent);max-width:none}
figure,.table{margin:24px 0}
figcaption,caption{padding:0 0 8px;text-align:start;font-weight:600;caption-side:top}
.scroll{overflow-x:auto}
table{width:100%;border-collapse:collapse}
th,td{padding:5px 10px 5px 0;border-bottom:1px solid var(--p-hairline);text-align:start;vertical-align:top}
th{color:var(--p-muted);font-weight:500;font-size:12.5px;vertical-align:bottom}
.r{text-align:end;padding:5px 0 5px 10px}
td.r{white-space:nowrap}
td small{color:var(--p-muted);font-size:11.5px;margin-inline-start:6px}
td b{font-weight:650}
.prose{min-width:260px}
.mark{display:inline-block;width:10px;height:10px;margin-inline-end:8px;border-radius:50%}
svg{display:block;width:100%;height:auto;font-family:inherit}
.data{font-size:12px;color:var(--p-faint)}
a{color:inherit}
dl{display:grid;grid-template-columns:max-content 1fr;gap:4px 16px;margin:0}
dt{color:var(--p-muted)}
dd{margin:0}
.mono{font-family:"JetBrains Mono",ui-monospace,monospace;font-size:12px}
footer{margin-top:48px;padding-top:12px;border-top:1px solid var(--p-hairline);color:var(--p-faint);font-size:12.5px}
@media print{@page{size:A4;margin:16mm}body{padding:0;max-width:none;font-size:10pt}figure,tr,.warning{break-inside:avoid}h2,h3,caption,figcaption{break-after:avoid}thead{display:table-header-group}.scroll{overflow:visible}}
`
  .trim()
  .replaceAll('\n', '')
