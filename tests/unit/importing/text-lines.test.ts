import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { firstBadByte, longestLineBytes, readLines, type Line } from '#engine/importing/text-lines.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const folder = temporaryFolder()
const path = join(folder, 'lines.txt')

async function lines(content: string | Uint8Array): Promise<Line[]> {
  writeFileSync(path, content)
  const all: Line[] = []
  for await (const chunk of readLines(path, 'lines.txt')) all.push(...chunk)
  return all
}

describe('readLines', () => {
  it('gives what splitting at line ends gives, whatever the lines hold and wherever chunks end', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string({ unit: 'grapheme', maxLength: 30 }).map((text) => text.replaceAll(/[\r\n]/g, '')), { minLength: 1, maxLength: 50 }), fc.nat(400_000), async (texts, padding) => {
        const all = ['x'.repeat(padding), ...texts, 'end']
        const read = await lines(all.join('\n'))
        expect(read.map((line) => line.text)).toEqual(all)
        expect(read.map((line) => line.line)).toEqual(all.map((_, index) => index + 1))
      }),
      { numRuns: 40 }
    )
  })

  it('takes off a byte-order mark and carriage returns; a last line end makes no line', async () => {
    expect((await lines('\uFEFFa\r\n\r\nb\n')).map((line) => line.text)).toEqual(['a', '', 'b'])
    expect(await lines('')).toEqual([])
  })

  it('reports lines that are not UTF-8 and goes on', async () => {
    const read = await lines(Buffer.concat([Buffer.from('é\n'), Buffer.from([0x61, 0xc3, 0x28, 0x0a]), Buffer.from('b')]))
    expect(read.map((line) => line.text ?? line.problem?.message)).toEqual(['é', 'Line 2 is not UTF-8: byte 0xC3 at position 2 of the line.', 'b'])
  })

  it('reports a line without bounds and goes on after it', async () => {
    const read = await lines(Buffer.concat([Buffer.from('a\n'), Buffer.alloc(longestLineBytes + 600_000, 0x78), Buffer.from('\nb\nc')]))
    expect(read.map((line) => line.text ?? line.problem?.code)).toEqual(['a', 'LINE_TOO_LONG', 'b', 'c'])
    expect(read.map((line) => line.line)).toEqual([1, 2, 3, 4])
  })
})

describe('firstBadByte', () => {
  it('finds the byte', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.string({ unit: 'grapheme', maxLength: 60 }), (before, after) => {
        const prefix = Buffer.from(before)
        expect(firstBadByte(Buffer.concat([prefix, Buffer.from([0xff]), Buffer.from(after)]))).toBe(prefix.length)
        expect(firstBadByte(prefix)).toBe(-1)
      })
    )
  })
})
