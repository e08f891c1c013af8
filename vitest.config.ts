import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    // Native modules and worker threads of the engine want real processes, not threads.
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    projects: ['unit', 'contract', 'integration', 'security'].map((name) => ({
      extends: true as const,
      test: { name, include: [`tests/${name}/**/*.test.ts`] }
    }))
  }
})
