import { inflateSync } from 'node:zlib'

/**
 * The texts of each page of a PDF as pdfkit writes it, in the order in which they were drawn: glyphs back to signs by
 * each font's ToUnicode map. No reader of PDFs in general.
 */
export function pdfPages(bytes: Uint8Array): string[] {
  const file = Buffer.from(bytes).toString('latin1')
  const objects = new Map<number, string>()
  for (const match of file.matchAll(/(?:^|\n)(\d+) 0 obj\n([\s\S]*?)\nendobj/g)) objects.set(Number(match[1]), match[2] ?? '')
  const object = (id: string | undefined): string => objects.get(Number(id)) ?? ''
  const stream = (body: string): string => {
    const start = body.indexOf('stream\n') + 'stream\n'.length
    const raw = Buffer.from(body.slice(start, body.lastIndexOf('\nendstream')), 'latin1')
    return body.includes('/FlateDecode') ? inflateSync(raw).toString('latin1') : raw.toString('latin1')
  }
  const maps = new Map<string, Map<number, string>>()
  const signsOf = (font: string | undefined): Map<number, string> => {
    const key = font ?? ''
    const known = maps.get(key)
    if (known) return known
    const signs = new Map<number, string>()
    const unicode = /\/ToUnicode (\d+) 0 R/.exec(object(font))?.[1]
    if (unicode) {
      for (const range of stream(object(unicode)).matchAll(/<([0-9a-f]{4})> <[0-9a-f]{4}> \[([^\]]*)\]/gi)) {
        ;[...(range[2] ?? '').matchAll(/<([0-9a-f ]*)>/gi)].forEach(([, hex], i) => signs.set(parseInt(range[1] ?? '0', 16) + i, Buffer.from((hex ?? '').replaceAll(' ', ''), 'hex').swap16().toString('utf16le')))
      }
    }
    maps.set(key, signs)
    return signs
  }
  const pages = [...objects.values()].filter((body) => /\/Type \/Page\b(?!s)/.test(body))
  return pages.map((page) => {
    const resources = object(/\/Resources (\d+) 0 R/.exec(page)?.[1])
    const fontList = /\/Font <<([\s\S]*?)>>/.exec(resources)?.[1] ?? object(/\/Font (\d+) 0 R/.exec(resources)?.[1])
    const fonts = new Map([...fontList.matchAll(/\/(F\d+) (\d+) 0 R/g)].map(([, name, id]) => [name, id]))
    let signs = new Map<number, string>()
    let text = ''
    for (const [, font, shown] of stream(object(/\/Contents (\d+) 0 R/.exec(page)?.[1])).matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g)) {
      if (font !== undefined) signs = signsOf(fonts.get(font))
      else text += `${[...(shown ?? '').matchAll(/<([0-9a-f]+)>/g)].map(([, hex]) => (hex ?? '').replaceAll(/.{4}/g, (glyph) => signs.get(parseInt(glyph, 16)) ?? '�')).join('')}\n`
    }
    return text
  })
}
