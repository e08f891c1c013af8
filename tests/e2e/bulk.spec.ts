import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, test } from './support/launch.ts'
import { captionOf, smallProject } from './support/small-project.ts'

const shown = (page: Page) => page.getByTestId('caption-text').first()
const pane = (page: Page) => page.getByTestId('find-replace')
const counted = (page: Page) => page.getByTestId('find-count')
const rows = (page: Page) => pane(page).getByRole('listbox', { name: 'Captions that would change' })

test('find and replace over a queue: matches in place, one left out, replaced in one step, and one key takes it back', async ({ launch }) => {
  const studio = await launch({ project: await smallProject(12), screen: 'review', theme: 'dark', size: { width: 1280, height: 800 } })
  const { page } = studio
  await expect(shown(page)).toHaveText(captionOf(1))
  await page.evaluate(() => window.planisphere.settings.set({ annotator: 'Ana' }))

  await page.keyboard.press('Control+h')
  const find = page.getByRole('textbox', { name: 'Find', exact: true })
  await expect(find).toBeFocused()
  await page.keyboard.type('RED')
  await expect(counted(page)).toHaveText('3 matches in 3 captions')
  await expect(pane(page).locator('del')).toHaveText(['red', 'red', 'red'])
  // Part of a word is found, until whole words are wanted.
  await find.fill('roo')
  await expect(counted(page)).toHaveText('12 matches in 12 captions')
  await page.keyboard.press('Alt+w')
  await expect(counted(page)).toContainText('no match')
  await page.keyboard.press('Alt+w')
  await page.keyboard.press('Alt+r')
  // Where an expression cannot be read.
  await find.fill('(red|blue) (roof')
  await expect(pane(page).getByRole('alert')).toContainText('Character 12: A group begins here and does not end')
  await expect(pane(page).locator('mark')).toHaveText('(')
  await expect(page.getByTestId('replace-apply')).toBeDisabled()
  await find.fill('(red|blue) roof')
  await page.getByRole('textbox', { name: 'Replace with' }).fill('roof that is $1')
  await expect(counted(page)).toHaveText('6 matches in 6 captions')
  await expect(pane(page).locator('ins').first()).toHaveText('roof that is blue')
  await studio.screenshot('find-replace-dark')

  // By keyboard into the list; the first is left out.
  await find.focus()
  await page.keyboard.press('ArrowDown')
  await expect(rows(page)).toBeFocused()
  await page.keyboard.press('Space')
  await expect(page.getByTestId('replace-apply')).toContainText('Replace in 5 captions')
  const axe = await new AxeBuilder({ page: page as never }).include('[data-testid=find-replace]').setLegacyMode().analyze()
  expect(axe.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([])
  await page.keyboard.press('Control+Enter')
  await expect(page.getByRole('status').filter({ hasText: '5 captions changed' })).toBeVisible()
  await expect(counted(page)).toHaveText('1 match in 1 caption')
  await page.keyboard.press('Escape')
  await expect(pane(page)).toHaveCount(0)

  // Place 4 has the first red roof: its caption has a revision of Ana's now.
  for (const _ of [2, 3, 4]) await page.keyboard.press('j')
  await expect(page.getByTestId('caption-text').last()).toContainText('roof that is red')
  await page.keyboard.press('z')
  await expect(shown(page)).toHaveText(captionOf(4))
  await page.keyboard.press('Shift+Z')
  await expect(page.getByTestId('caption-text').last()).toContainText('roof that is red')
})

test('all captions of a queue are tagged and rejected by keyboard; what will happen is said before, and the toast takes it back', async ({ launch }) => {
  const studio = await launch({ project: await smallProject(12), screen: 'review', theme: 'light', size: { width: 1280, height: 800 } })
  const { page } = studio
  await expect(shown(page)).toHaveText(captionOf(1))
  await page.evaluate(() => window.planisphere.settings.set({ annotator: 'Ana' }))
  const dialog = page.getByRole('dialog')

  await page.keyboard.press('Control+Shift+b')
  await expect(page.getByTestId('bulk-will')).toHaveText('12 captions will be accepted as they are, by Ana.')
  await expect(dialog.getByText(captionOf(1))).toBeVisible()
  await dialog.getByRole('button', { name: 'Assign', exact: true }).click()
  await expect(page.getByTestId('bulk-will')).toHaveText('Name at least one annotator.')
  await expect(page.getByTestId('bulk-start')).toBeDisabled()
  await dialog.getByRole('textbox', { name: 'Annotators' }).fill('Ana, Ben, Cleo')
  await expect(page.getByTestId('bulk-will')).toHaveText('12 captions will be assigned, 1 of 3 annotators each: about 4 for everyone.')
  await studio.screenshot('bulk-light')
  await dialog.getByRole('button', { name: 'Tag', exact: true }).click()
  await dialog.getByRole('combobox').first().click()
  await page.keyboard.type('night')
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('bulk-will')).toHaveText('12 captions will get or lose these tags.')
  await dialog.getByRole('button', { name: 'Reject', exact: true }).click()
  const axe = await new AxeBuilder({ page: page as never }).include('[role=dialog]').setLegacyMode().analyze()
  expect(axe.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([])
  await page.keyboard.press('Control+Enter')
  await expect(dialog).toHaveCount(0)
  const toast = page.getByRole('status').filter({ hasText: '12 captions rejected' })
  await expect(toast).toBeVisible()
  await toast.getByRole('button', { name: 'Undo (Z)' }).click()
  await page.keyboard.press('Control+Shift+b')
  await expect(page.getByTestId('bulk-will')).toHaveText('12 captions will be rejected, by Ana.')
  await expect(dialog.getByText('Unreviewed')).toHaveCount(11)
})
