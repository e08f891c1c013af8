import { defineConfig } from '@playwright/test'

/** Takes the pictures of the user guide: `npx playwright test --config scripts/guide/playwright.config.ts`, after `npm test -- rules` has set up Electron. */
export default defineConfig({ testDir: '.', testMatch: '*pictures.spec.ts', workers: 1, timeout: 600_000, expect: { timeout: 60_000 }, reporter: 'list', outputDir: '../../artifacts/guide' })
