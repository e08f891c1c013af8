import { resolve } from 'node:path'
import { defineConfig } from 'electron-vite'
import vue from '@vitejs/plugin-vue'

const at = (path: string): string => resolve(import.meta.dirname, path)

/** Only the shell, the preload and the page are built. The engine runs from its sources, on its own Node. */
export default defineConfig({
  main: {
    // Dependencies go into the bundle: a packaged shell needs no node_modules.
    build: { externalizeDeps: false, rolldownOptions: { input: { main: at('src-main/entry/main.ts') } } }
  },
  preload: {
    // A sandboxed preload must be CommonJS and one file.
    build: {
      externalizeDeps: false,
      rolldownOptions: { input: { preload: at('src-main/preload/preload.ts') }, output: { format: 'cjs', entryFileNames: '[name].cjs' } }
    }
  },
  renderer: {
    root: 'src-renderer',
    plugins: [vue()],
    build: { minify: true, rolldownOptions: { input: at('src-renderer/index.html') } }
  }
})
