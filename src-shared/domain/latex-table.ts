/** A cell: `text` as it is read; `small` stands after it in smaller type (an interval, say). */
export interface LatexCell {
  readonly text: string
  readonly bold?: boolean
  readonly small?: string
}

export interface LatexTable {
  readonly caption: string
  /** For `\ref`; letters, digits, `:` and `-`. */
  readonly label: string
  readonly columns: readonly { readonly title: string; readonly align: 'l' | 'r' | 'c' }[]
  /** Rows in groups; a group's title stands in a line of its own over them. */
  readonly groups: readonly { readonly title: string | null; readonly rows: readonly (readonly LatexCell[])[] }[]
}

const written: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}', '{': '\\{', '}': '\\}', $: '\\$', '&': '\\&', '#': '\\#', '%': '\\%', _: '\\_', '~': '\\textasciitilde{}', '^': '\\textasciicircum{}',
  '<': '\\textless{}', '>': '\\textgreater{}', '|': '\\textbar{}', '"': "''", '→': '$\\rightarrow$', '↑': '$\\uparrow$', '↓': '$\\downarrow$', '−': '$-$', '±': '$\\pm$', '×': '$\\times$', '≤': '$\\leq$', '≥': '$\\geq$', 'λ': '$\\lambda$', '\u00a0': '~'
}

/** A text so that LaTeX prints it as it stands, whatever is in it; line breaks become spaces. */
export function latexText(text: string): string {
  return text.replaceAll(/[\r\n\t]+/g, ' ').replaceAll(/[\\{}$&#%_~^<>|"→↑↓−±×≤≥λ\u00a0]/g, (sign) => written[sign] ?? sign)
}

/** A table of the `booktabs` package, whole: from `\begin{table}` to `\end{table}`. */
export function latexTable({ caption, label, columns, groups }: LatexTable): string {
  // After a row's end LaTeX reads `[` and `*` as its arguments, over the line break.
  const line = (cells: readonly string[]): string => `    ${cells.join(' & ').replace(/^(?=[[*])/, '{}')} \\\\`
  const cell = ({ text, bold, small }: LatexCell): string => {
    const main = bold === true ? `\\textbf{${latexText(text)}}` : latexText(text)
    return small === undefined ? main : `${main} {\\scriptsize ${latexText(small)}}`
  }
  const body = groups.flatMap(({ title, rows }, i) => [
    ...(i > 0 ? ['    \\midrule'] : []),
    ...(title === null ? [] : [`    \\multicolumn{${columns.length}}{l}{\\emph{${latexText(title)}}} \\\\`]),
    ...rows.map((row) => line(row.map(cell)))
  ])
  return [
    '% \\usepackage{booktabs}',
    '\\begin{table}[t]',
    '  \\centering',
    `  \\caption{${latexText(caption)}}`,
    `  \\label{${label.replaceAll(/[^A-Za-z0-9:-]/g, '-')}}`,
    `  \\begin{tabular}{@{}${columns.map(({ align }) => align).join('')}@{}}`,
    '    \\toprule',
    line(columns.map(({ title }) => latexText(title))),
    '    \\midrule',
    ...body,
    '    \\bottomrule',
    '  \\end{tabular}',
    '\\end{table}',
    ''
  ].join('\n')
}
