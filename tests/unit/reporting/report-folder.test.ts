import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { reportTarget, writeReport, type ReportFiles } from '#engine/reporting/report-folder.ts'
import { reportGenerator } from '#engine/reporting/write-html.ts'

let folder: string
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'planisphere-report-'))))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function files(mark: string): ReportFiles {
  return { html: `<!doctype html>${reportGenerator}${mark}`, pdf: Buffer.from('%PDF'), latex: '% table', data: [{ name: 'main-table', csv: 'a\n1\n' }] }
}

function write(out: string, mark: string, more: { replace?: boolean; signal?: AbortSignal } = {}) {
  return writeReport(out, files(mark), { replace: more.replace ?? false, job: '0123456789', signal: more.signal ?? new AbortController().signal })
}

describe('the folder of a report', () => {
  test('is made new, and in an empty folder; nothing else is left beside it', async () => {
    const out = join(folder, 'new')
    expect(await reportTarget(out)).toBe('new')
    const written = await write(out, 'one')
    expect(readdirSync(out).sort()).toEqual(['data', 'main-table.tex', 'report.html', 'report.pdf'])
    expect(readFileSync(written.html, 'utf8')).toContain('one')
    expect(readFileSync(written.data[0] ?? '', 'utf8')).toBe('a\n1\n')
    mkdirSync(join(folder, 'empty'))
    expect(await reportTarget(join(folder, 'empty'))).toBe('empty')
    await write(join(folder, 'empty'), 'two')
    expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([])
  })

  test('one that holds a report is replaced only when that is asked, and whole', async () => {
    const out = join(folder, 'held')
    await write(out, 'old')
    expect(await reportTarget(out)).toBe('report')
    await expect(write(out, 'new')).rejects.toMatchObject({ code: 'ALREADY_EXISTS' })
    expect(readFileSync(join(out, 'report.html'), 'utf8')).toContain('old')
    writeFileSync(join(out, 'data', 'of-the-old-one.csv'), 'x\n')
    await write(out, 'new', { replace: true })
    expect(readFileSync(join(out, 'report.html'), 'utf8')).toContain('new')
    expect(readdirSync(join(out, 'data'))).toEqual(['main-table.csv'])
    expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([])
  })

  test('what is no report is never replaced: other files, a page of another hand, files, links', async () => {
    const mine = join(folder, 'mine')
    await write(mine, 'x')
    writeFileSync(join(mine, 'notes.txt'), 'mine')
    const foreign = join(folder, 'foreign')
    mkdirSync(foreign)
    writeFileSync(join(foreign, 'report.html'), '<html>another hand</html>')
    const within = join(folder, 'within')
    await write(within, 'x')
    writeFileSync(join(within, 'data', 'precious.db'), 'mine')
    const file = join(folder, 'file')
    writeFileSync(file, 'mine')
    const real = join(folder, 'real')
    await write(real, 'x')
    const link = join(folder, 'link')
    symlinkSync(real, link)
    for (const out of [mine, foreign, within, file, link]) {
      expect(await reportTarget(out), out).toBe('other')
      await expect(write(out, 'new', { replace: true })).rejects.toMatchObject({ code: 'ALREADY_EXISTS' })
    }
    expect(readFileSync(join(mine, 'notes.txt'), 'utf8')).toBe('mine')
    expect(readFileSync(join(real, 'report.html'), 'utf8')).toContain('x')
  })

  test('stopped or without a folder to stand in, it leaves nothing behind', async () => {
    const stop = new AbortController()
    stop.abort(new Error('stopped'))
    await expect(write(join(folder, 'stopped'), 'x', { signal: stop.signal })).rejects.toThrow('stopped')
    await expect(write(join(folder, 'no', 'such', 'folder'), 'x')).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(existsSync(join(folder, 'stopped'))).toBe(false)
    expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([])
  })
})
