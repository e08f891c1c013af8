import { readFileSync } from 'node:fs'
import { create, type Font, type FontCollection } from 'fontkit'
import type PDFDocument from 'pdfkit'
import { printable } from '../markup.ts'
import { interFiles, systemFiles, type FontFile } from './font-files.ts'

export type Weight = 400 | 600

/** A part of a line in one font. */
interface Run {
  readonly font: string
  readonly text: string
}

interface LoadedFont {
  readonly key: string
  readonly font: Font
}

/** What is set in one go: words keep together, signs of Chinese do not. */
export interface Word {
  readonly text: string
  readonly width: number
  /** Whether a line may end before it, and whether a space stands there otherwise. */
  readonly space: boolean
}

const box = '\u25a1'

/** Sets texts in a document: each sign in the first font that has it, measured by the very fonts that are embedded. */
export class PdfText {
  readonly #document: InstanceType<typeof PDFDocument>
  readonly #chains: Readonly<Record<Weight, { files: FontFile[]; loaded: LoadedFont[] }>>
  readonly #fontOf: Record<Weight, Map<number, string | null>> = { 400: new Map(), 600: new Map() }
  readonly #widths = new Map<string, number>()
  /** Signs that no font has; boxes stand for them. */
  readonly missing = new Set<string>()

  constructor(document: InstanceType<typeof PDFDocument>, files: { inter(weight: Weight): FontFile[]; system(weight: Weight): FontFile[] } = { inter: interFiles, system: systemFiles }) {
    this.#document = document
    const chain = (weight: Weight) => ({ files: [...files.inter(weight), ...files.system(weight)], loaded: [] })
    this.#chains = { 400: chain(400), 600: chain(600) }
  }

  /** Puts a line on the page, its baseline at y. */
  line(text: string, x: number, y: number, look: { size: number; colour: string; weight?: Weight; anchor?: 'start' | 'middle' | 'end' }): void {
    const weight = look.weight ?? 400
    const runs = this.#runs(printable(text), weight)
    const width = runs.reduce((sum, run) => sum + this.#runWidth(run, look.size), 0)
    let at = look.anchor === 'end' ? x - width : look.anchor === 'middle' ? x - width / 2 : x
    for (const run of runs) {
      this.#document.font(run.font).fontSize(look.size).fillColor(look.colour).text(run.text, at, y, { lineBreak: false, baseline: 'alphabetic', features: ['tnum', 'kern'] })
      at += this.#runWidth(run, look.size)
    }
  }

  width(text: string, size: number, weight: Weight = 400): number {
    const key = `${weight}/${text}`
    let width = this.#widths.get(key)
    if (width === undefined) {
      width = this.#runs(printable(text), weight).reduce((sum, run) => sum + this.#runWidth(run, 100), 0) / 100
      this.#widths.set(key, width)
    }
    return width * size
  }

  /** A text as lines of at most `width` points. A word that is longer than a line is broken inside. */
  lines(text: string, size: number, width: number, weight: Weight = 400): string[] {
    const lines: string[] = []
    let line = ''
    let taken = 0
    for (const word of this.#words(text, size, weight)) {
      const gap = line !== '' && word.space ? this.width(' ', size, weight) : 0
      if (line !== '' && taken + gap + word.width > width) {
        lines.push(line)
        line = ''
        taken = 0
      }
      if (line === '' && word.width > width) {
        for (const sign of word.text) {
          const wide = this.width(sign, size, weight)
          if (line !== '' && taken + wide > width) {
            lines.push(line)
            line = ''
            taken = 0
          }
          line += sign
          taken += wide
        }
        continue
      }
      line += line !== '' && word.space ? ` ${word.text}` : word.text
      taken += (taken > 0 ? gap : 0) + word.width
    }
    if (line !== '') lines.push(line)
    return lines.length === 0 ? [''] : lines
  }

  #words(text: string, size: number, weight: Weight): Word[] {
    return printable(text)
      .split(/ +/)
      .filter((word) => word !== '')
      .flatMap((word) => word.split(/(?<=[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef])(?![，。；：、）》”！？])|(?<=[-/–](?=\S{4}))|(?=[\u3400-\u9fff（《“])/u).map((part, i) => ({ text: part, width: this.width(part, size, weight), space: i === 0 })))
  }

  #runs(text: string, weight: Weight): Run[] {
    const runs: { font: string; text: string }[] = []
    for (const sign of text) {
      const known = this.#fontFor(sign.codePointAt(0) ?? 0x20, weight)
      if (known === null && !/\p{M}|\ufe0f|\u200d/u.test(sign)) this.missing.add(sign)
      const font = known ?? this.#fontFor(0x25a1, weight) ?? this.#load(weight, 0)?.key ?? 'Helvetica'
      const shown = known === null ? (this.#fontFor(0x25a1, weight) === null ? '?' : box) : sign
      const last = runs.at(-1)
      if (last?.font === font) last.text += shown
      else runs.push({ font, text: shown })
    }
    return runs
  }

  #runWidth({ font, text }: Run, size: number): number {
    return this.#document.font(font).fontSize(size).widthOfString(text, { features: ['tnum', 'kern'] })
  }

  #fontFor(codePoint: number, weight: Weight): string | null {
    const known = this.#fontOf[weight].get(codePoint)
    if (known !== undefined) return known
    let found: string | null = null
    for (let i = 0; found === null && i < this.#chains[weight].files.length; i++) {
      const loaded = this.#load(weight, i)
      if (loaded?.font.hasGlyphForCodePoint(codePoint) === true) found = loaded.key
    }
    this.#fontOf[weight].set(codePoint, found)
    return found
  }

  /** Reads a font of the chain when it is first asked. One that cannot be read is left out of it. */
  #load(weight: Weight, index: number): LoadedFont | undefined {
    const { files, loaded } = this.#chains[weight]
    const known = loaded[index]
    if (known !== undefined) return known
    const file = files[index]
    if (file === undefined) return undefined
    const key = `${weight}-${index}`
    try {
      const bytes = readFileSync(file.path)
      const opened = create(bytes, file.name) as Font | FontCollection | null
      const font = opened !== null && 'fonts' in opened ? opened.fonts[0] : opened
      if (!font) throw new Error('no such font in the collection')
      this.#document.registerFont(key, bytes, file.name ?? ('fonts' in (opened ?? {}) ? font.postscriptName : undefined))
      return (loaded[index] = { key, font })
    } catch {
      files.splice(index, 1)
      loaded.splice(index, 1)
      return this.#load(weight, index)
    }
  }
}
