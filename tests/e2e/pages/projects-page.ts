import type { Locator } from '@playwright/test'
import { expect } from '../support/launch.ts'
import type { SmallDataset } from '../support/small-dataset.ts'
import { StudioPage } from './studio-page.ts'

export class ProjectsPage extends StudioPage {
  get wizard(): Locator {
    return this.page.getByTestId('import-wizard')
  }

  get report(): Locator {
    return this.page.getByTestId('import-report')
  }

  /** Makes a project by its button; the import wizard opens on it. */
  async create(path: string): Promise<void> {
    await this.answerSaveDialog(path)
    await this.page.getByRole('button', { name: /^New…/ }).first().click()
    await expect(this.wizard).toBeVisible()
  }

  async chooseSource(path: string): Promise<void> {
    await this.answerOpenDialog(path)
    await this.wizard.getByRole('button', { name: 'Choose file…' }).click()
    await expect(this.wizard.getByRole('grid', { name: 'As it is read' })).toBeVisible()
  }

  /** The whole way from an empty studio to an imported data set. */
  async importAll(data: SmallDataset): Promise<void> {
    await this.create(data.project)
    await this.chooseSource(data.source)
    await this.wizard.getByRole('button', { name: 'Import', exact: true }).click()
    await expect(this.report).toContainText('Imported')
  }
}
