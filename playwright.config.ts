import { defineConfig } from '@playwright/test'

/** Virtual displays that `npm test` started: a worker each, so that no window takes another's focus. */
const displays = (JSON.parse(process.env['PLANISPHERE_TEST_DISPLAYS'] ?? '[]') as unknown[]).length

/** End-to-end tests in the real Electron window; each starts a window and an engine of its own. */
export default defineConfig({
  testDir: 'tests/e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'artifacts/e2e/results',
  workers: Math.max(1, displays),
  timeout: 180_000,
  expect: { timeout: 15_000 },
  forbidOnly: process.env['CI'] !== undefined,
  reporter: 'list'
})
