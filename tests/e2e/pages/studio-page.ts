import type { ElectronApplication, Locator, Page } from '@playwright/test'
import { expect } from '../support/launch.ts'

export type ScreenName = 'projects' | 'overview' | 'browse' | 'review' | 'history' | 'team' | 'retrieve' | 'compare' | 'encoders' | 'planet' | 'jobs' | 'settings'

/** The frame around every screen: rail, top bar, palette, status bar. */
export class StudioPage {
  readonly app: ElectronApplication
  readonly page: Page

  constructor({ app, page }: { app: ElectronApplication; page: Page }) {
    this.app = app
    this.page = page
  }

  get switcher(): Locator {
    return this.page.getByTestId('project-switcher')
  }

  get engineStatus(): Locator {
    return this.page.getByTestId('status-engine')
  }

  async ready(): Promise<void> {
    await expect(this.engineStatus).toHaveText('Engine ready')
    await expect(this.page.locator('main.screen')).toBeVisible()
  }

  async go(screen: ScreenName): Promise<void> {
    await this.page.locator(`[data-screen-link="${screen}"]`).click()
    await this.shows(screen)
  }

  async shows(screen: ScreenName): Promise<void> {
    await expect(this.page.locator('main.screen')).toHaveAttribute('data-screen', screen)
  }

  /** What the person would choose in the next native open dialog. */
  async answerOpenDialog(path: string): Promise<void> {
    await this.app.evaluate(({ dialog }, chosen) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] })
    }, path)
  }

  async answerSaveDialog(path: string): Promise<void> {
    await this.app.evaluate(({ dialog }, chosen) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: chosen })
    }, path)
  }

  async palette(query: string): Promise<Locator> {
    await this.page.keyboard.press('Control+k')
    const field = this.page.getByRole('combobox', { name: /command, project or region/ })
    await field.fill(query)
    return this.page.locator('#palette-list').getByRole('option')
  }
}
