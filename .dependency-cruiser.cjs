/**
 * The layout of DESIGN section 3, held by a tool: dependencies point one way, and heavy libraries have one importer.
 * `npm run depcruise`.
 */
const only = (name, library, home, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { pathNot: `^${home}/` },
  to: { path: `(^|/)node_modules/${library}(/|$)` }
})

const never = (name, from, to, comment, more = {}) => ({ name, comment, severity: 'error', from: { path: from, ...more.from }, to: { path: to, ...more.to } })

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Two modules that need each other are one module, or need a third. Types alone may refer to each other.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } }
    },
    { name: 'resolvable', comment: 'An import that leads nowhere.', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: '^(electron|node:)' } },
    { name: 'declared', comment: 'A package that package.json does not name.', severity: 'error', from: {}, to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'], pathNot: '(^|/)node_modules/@types/' } },
    { name: 'no-tests-in-the-product', severity: 'error', from: { path: '^src-' }, to: { path: '^(tests|scripts)/' } },

    never('shared-is-pure', '^src-shared/', '.', 'src-shared imports itself and zod only.', { to: { pathNot: '^src-shared/|(^|/)node_modules/zod/' } }),
    never('renderer-imports-shared-only', '^src-renderer/', '^src-main/', 'The page reaches the rest through the bridge.'),
    { name: 'renderer-has-no-node', severity: 'error', from: { path: '^src-renderer/' }, to: { dependencyTypes: ['core'] } },
    never('renderer-has-no-electron', '^src-renderer/', '(^|/)node_modules/electron/|^electron$'),
    never('main-does-not-import-the-page', '^src-main/', '^src-renderer/'),

    never('app-does-not-import-the-engine', '^src-main/(app|preload)/', '^src-main/(engine|cli)/', 'The shell knows the engine’s program and the contract.'),
    never('preload-has-no-logic', '^src-main/preload/', '^src-main/', 'It forwards over the fixed channels.', { to: { pathNot: '^src-main/(preload/|app/ipc/channels\\.ts$)' } }),
    never('engine-is-plain-node', '^src-main/(engine|cli|transport)/|^src-main/entry/(engine|cli)\\.ts$', '(^|/)node_modules/electron/|^electron$', 'No file of the engine imports electron.'),
    never('engine-knows-no-host', '^src-main/engine/', '^src-main/(app|preload|cli|entry)/'),
    never('transport-carries-bytes', '^src-main/transport/', '^src-main/', 'Bytes only.', { to: { pathNot: '^src-main/transport/' } }),
    never('cli-speaks-the-contract', '^src-main/cli/', '^src-main/(engine|app)/', 'The engine is composed in entry/cli.ts and reached through the contract. `score` needs no engine: it calls the pure metrics.', { to: { pathNot: '^src-main/engine/evaluation/' } }),
    never('entries-are-roots', '^src-', '^src-main/entry/', 'Nothing imports a composition root.', { from: { pathNot: '^src-main/entry/' } }),

    never('capabilities-below-service', '^src-main/engine/(?!service/)', '^src-main/engine/service/', 'Inside the engine: service, then jobs, then the capabilities, then store and inference. Types may be shared.', { to: { dependencyTypesNot: ['type-only'] } }),
    never('capabilities-below-jobs', '^src-main/engine/(store|inference|retrieval|evaluation|projection|geo|importing|exporting|onnx|media|packages)/', '^src-main/engine/jobs/', undefined, { to: { dependencyTypesNot: ['type-only'] } }),
    never('store-at-the-bottom', '^src-main/engine/store/', '^src-main/engine/(?!store/|onnx/|geo/)', undefined, { to: { dependencyTypesNot: ['type-only'] } }),

    never('features-through-their-index', '^src-renderer/features/([^/]+)/', '^src-renderer/features/([^/]+)/', 'Another feature is reached through its index.ts.', { to: { pathNot: '^src-renderer/features/($1/|[^/]+/index\\.ts$)' } }),
    never('features-through-their-index-from-outside', '^src-renderer/(?!features/)', '^src-renderer/features/[^/]+/', undefined, { to: { pathNot: '^src-renderer/features/[^/]+/index\\.ts$' } }),
    never('platform-below-screens', '^src-renderer/(ui|map|charts|platform|i18n)/', '^src-renderer/(features|app)/'),

    only('one-importer-of-sqlite', 'better-sqlite3', 'src-main/engine/store'),
    only('one-importer-of-onnxruntime', 'onnxruntime-(node|common)', 'src-main/engine/inference'),
    only('one-importer-of-leaflet', 'leaflet', 'src-renderer/map'),
    only('one-importer-of-echarts', 'echarts', 'src-renderer/charts'),
    only('one-importer-of-pdfkit', '(pdfkit|fontkit)', 'src-main/engine/reporting'),
    only('one-importer-of-primitives', 'reka-ui', 'src-renderer/ui')
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^out/' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'], extensions: ['.ts', '.vue', '.js', '.mjs', '.cjs', '.json', '.d.ts'] }
  }
}
