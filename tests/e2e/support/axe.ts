import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'

export interface Found {
  readonly where: string
  readonly rule: string
  readonly element: string
  readonly why: string
}

/** What axe-core finds serious or critical in the page as it is now. */
export async function look(page: Page, where: string): Promise<Found[]> {
  // Colours that are fading are not the colours.
  await page.waitForTimeout(250)
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']).analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map((node) => ({ where, rule: id, element: `${node.target.join(' ')}  ${node.html.slice(0, 160)}`, why: node.failureSummary?.split('\n').slice(1, 3).join(' ').trim() ?? '' })))
}
