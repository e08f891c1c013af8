import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { planisphere } from '../support/command-line.ts'
import { root } from './support/electron-runtime.ts'
import { expect, test, type RunningStudio } from './support/launch.ts'
import { captionOf, smallProject } from './support/small-project.ts'

const editor = (page: Page) => page.getByTestId('editor')
const chips = (page: Page) => page.getByTestId('cues').getByRole('button')

/** A project in which the demo encoder, which reads 96 tokens, has two names. */
async function projectWithEncoders(): Promise<string> {
  const project = await smallProject(4)
  for (const name of ['demo', 'demo-b']) {
    const added = await planisphere(['encoders', 'add', project, join(root, 'resources', 'demo-encoder'), '--name', name, '--json'])
    if (added.code !== 0) throw new Error(`${added.stdout}\n${added.stderr}`)
  }
  return project
}

/** The first caption is on the screen, and verdicts have a name. */
async function ready({ page }: RunningStudio): Promise<void> {
  await expect(page.getByTestId('caption-text').first()).toHaveText(captionOf(1))
  await page.evaluate(() => window.planisphere.settings.set({ annotator: 'Ana' }))
}

test('cues by keyboard, in reading and in the editor', async ({ launch }) => {
  const studio = await launch({ project: await smallProject(4), screen: 'review', size: { width: 1280, height: 800 } })
  const { page } = studio
  await ready(studio)
  // "Number 1: a blue roof stands ...": the fourth and the fifth word.
  await page.keyboard.press('w')
  for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowRight')
  await expect(page.getByTestId('said')).toHaveText('blue')
  await page.keyboard.press('Alt+3')
  await expect(page.getByTestId('said')).toHaveText('Marked as Colour: blue')
  await page.keyboard.press('Shift+ArrowRight')
  await page.keyboard.press('Alt+4')
  await expect(chips(page)).toHaveText(['blue', 'blue roof'])
  await expect(page.getByTestId('reader').locator('.cue-colour')).toHaveText(['blue'])
  // Once more takes it away again; a bare digit is not a mark.
  await page.keyboard.press('Alt+4')
  await expect(chips(page)).toHaveText(['blue'])
  await page.keyboard.press('Alt+4')
  await page.keyboard.press('4')
  await studio.screenshot('editor-cues')
  await expect(chips(page)).toHaveText(['blue', 'blue roof'])

  await page.keyboard.press('e')
  await expect(editor(page)).toBeFocused()
  await page.keyboard.press('Control+Home')
  await page.keyboard.insertText('Look. ')
  await expect(chips(page)).toHaveText(['blue', 'blue roof'])
  await page.keyboard.press('Control+End')
  await page.keyboard.press('Control+Shift+ArrowLeft')
  await page.keyboard.press('Control+Shift+ArrowLeft')
  await page.keyboard.press('Alt+1')
  await expect(page.getByTestId('said')).toHaveText(/Marked as Layout: (south-)?east\./)
  await expect(chips(page)).toHaveCount(3)
  // The list: Delete takes one away, Enter selects its words.
  await chips(page).first().focus()
  await page.keyboard.press('Delete')
  await expect(chips(page)).toHaveCount(2)
  await page.keyboard.press('Enter')
  await expect(editor(page)).toBeFocused()
  // Undo of the textarea itself still works, and the marks follow the words back.
  await page.keyboard.press('Control+z')
  await expect(editor(page)).toHaveValue(captionOf(1))
  await expect(page.locator('.layer .cue-colour')).toHaveText(['blue'])
})

test('a misspelling is found, corrected, kept and ignored by keyboard', async ({ launch }) => {
  const studio = await launch({ project: await smallProject(4), screen: 'review', size: { width: 1280, height: 800 } })
  const { page } = studio
  await ready(studio)
  await page.keyboard.press('e')
  await expect(editor(page)).toBeFocused()
  await page.keyboard.type(' A bulding with a colourful facade near Nkontompo and tile-00123, colr OK. ')
  const squiggles = page.locator('.layer .misspelled')
  await expect(squiggles).toHaveText(['bulding', 'Nkontompo', 'colr'])
  await page.keyboard.press('Control+Home')
  await page.keyboard.press('F7')
  const menu = page.getByTestId('suggestions')
  await expect(menu.getByRole('menuitem').first()).toHaveText(/^building/)
  await studio.screenshot('editor-spelling')
  await page.keyboard.press('1')
  await expect(editor(page)).toHaveValue(/A building with/)
  await expect(editor(page)).toBeFocused()
  await page.keyboard.press('F7')
  await expect(page.getByTestId('said')).toHaveText('Misspelled: Nkontompo')
  await page.keyboard.press('d')
  await expect(squiggles).toHaveText(['colr'])
  await page.keyboard.press('Shift+F7')
  await page.keyboard.press('i')
  await expect(squiggles).toHaveCount(0)
  await page.keyboard.press('F7')
  await expect(page.getByTestId('said')).toHaveText('No misspelling found')
  // The correction is one step of the textarea's own undo.
  await page.keyboard.press('Control+z')
  await expect(editor(page)).toHaveValue(/A bulding with/)
  await expect.poll(() => page.evaluate(async () => (await window.planisphere.settings.get()).layouts['spelling']?.['words'])).toEqual(['Nkontompo'])
  // Switched off, nothing is underlined.
  await page.getByTestId('spelling').click()
  await page.getByRole('switch', { name: 'Check English spelling' }).click()
  await expect(squiggles).toHaveCount(0)
  await expect(page.getByTestId('spelling')).toHaveText('Off')
})

test('where an encoder stops reading is marked in the text, and every encoder is counted', async ({ launch }) => {
  const studio = await launch({ project: await projectWithEncoders(), screen: 'review', size: { width: 1280, height: 800 } })
  const { page } = studio
  await ready(studio)
  await expect(page.getByTestId('tokens')).toContainText('/96')
  await page.keyboard.press('e')
  const streets = Array.from({ length: 11 }, (_, i) => ` Street ${i} runs past a red roof and a park.`).join('')
  await page.keyboard.type(streets, { delay: 0 })
  // The text has no unknown words for the demo encoder's tokenizer, but more than it reads.
  await expect(page.getByTestId('tokens')).toContainText('cut')
  const layer = page.locator('.layer')
  await expect(layer.locator('.cut')).toHaveAttribute('data-cut', 'demo, demo-b')
  const whole = captionOf(1) + streets
  const unread = (await layer.locator('.unread').allTextContents()).join('')
  expect(whole.endsWith(unread.replace('\u200b', ''))).toBe(true)
  expect(unread.length).toBeGreaterThan(20)
  await studio.screenshot('editor-cut')
  await page.getByRole('button', { name: '1 more encoder' }).click()
  await expect(page.getByRole('list', { name: 'Tokens under every encoder' })).toContainText('demo-b')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await editor(page).focus()
  // Shortened, all of it is read.
  await page.keyboard.press('Control+a')
  await page.keyboard.type('A blue roof.')
  await expect(page.locator('.layer .cut')).toHaveCount(0)
  await expect(page.getByTestId('facts')).toContainText('3 words')
})

test('a caption is compared with any of its revisions', async ({ launch }) => {
  const studio = await launch({ project: await smallProject(4), screen: 'review', size: { width: 1280, height: 800 } })
  const { page } = studio
  await ready(studio)
  const edit = async (text: string) => {
    await page.keyboard.press('e')
    await expect(editor(page)).toBeFocused()
    await page.keyboard.press('Control+a')
    await page.keyboard.type(text)
    await page.keyboard.press('Control+Enter')
    await page.keyboard.press('k')
    await expect(page.getByTestId('caption-text').first()).toContainText(text.split(' ').at(-1) ?? '')
  }
  await edit('A blue roof stands beside a road with trees.')
  await edit('A blue roof stands beside a wide road with trees.')
  const reader = page.getByTestId('reader')
  await expect(reader.locator('del').first()).toBeVisible()
  await page.getByRole('combobox', { name: 'Compare with' }).click()
  await page.getByRole('option', { name: /^v2 by Ana/ }).click()
  await expect(reader.locator('ins')).toHaveText(['wide '])
  await expect(reader.locator('del')).toHaveCount(0)
  await page.getByTestId('compare').getByRole('button', { name: 'Side by side' }).click()
  await studio.screenshot('editor-compare')
  await expect(reader.getByTestId('caption-text')).toHaveText('A blue roof stands beside a wide road with trees.')
  // While it is edited, the difference stands below the editor.
  await page.keyboard.press('e')
  await page.keyboard.type(' More.')
  await expect(page.locator('.preview ins').first()).toContainText('wide')
})

test('twenty thousand characters are typed without lag', async ({ launch }) => {
  const studio = await launch({ project: await smallProject(2), screen: 'review', size: { width: 1280, height: 800 } })
  const { page } = studio
  await ready(studio)
  await page.keyboard.press('e')
  await expect(editor(page)).toBeFocused()
  const long = 'The road bends past a red tiled roof beside the old market square. '.repeat(295)
  await page.keyboard.press('Control+a')
  await page.keyboard.insertText(long)
  await page.keyboard.press('Control+Home')
  const times = await page.evaluate(async () => {
    const found: number[] = []
    for (let i = 0; i < 30; i++) {
      const start = performance.now()
      document.execCommand('insertText', false, 'x')
      await new Promise<void>((done) => requestAnimationFrame(() => setTimeout(done)))
      found.push(performance.now() - start)
      await new Promise((done) => setTimeout(done, 30))
    }
    return found.sort((a, b) => a - b)
  })
  const median = times[15] ?? Infinity
  console.log(`a letter in ${long.length} characters is painted after ${median.toFixed(0)} ms (median), ${(times[28] ?? 0).toFixed(0)} ms (worst but one)`)
  expect(median).toBeLessThan(50)
})
