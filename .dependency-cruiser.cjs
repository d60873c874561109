/** Import rules of the house (ARCHITECTURE.md). Each comment says what to do instead. */
const areas = [
  'platform',
  'workspace',
  'agreement',
  'records',
  'leads',
  'content',
  'feedback',
  'reports',
  'customers',
  'meetings',
  'roadmap',
]

/** Areas know only those before them. */
const oneWay = areas.map((area, index) => ({
  name: `area-order-${area}`,
  comment: `${area} may use only the areas before it. Move the code down, or let app/flow.ts connect the two.`,
  severity: 'error',
  from: { path: `^src/${area}/`, pathNot: '\\.test\\.tsx?$' },
  to: { path: `^src/(${[...areas.slice(index + 1), 'app', 'web'].join('|')})/` },
}))

module.exports = {
  forbidden: [
    ...oneWay,
    {
      name: 'rules-are-pure',
      comment:
        'Rules take values and an instant. Load in service.ts and pass the values; compile expressions outside.',
      severity: 'error',
      from: { path: '/rules/', pathNot: '\\.test\\.tsx?$' },
      to: {
        pathNot: [
          '/rules/',
          '^src/platform/kernel/',
          '/(schema|mapping)\\.ts$',
          '/tables\\.ts$',
          '^src/platform/db/columns\\.ts$',
        ],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'engine-runs-anywhere',
      comment:
        'accord/engine is for browsers, scripts and replays: it has rules, the kernel, and what makes an agreement into values. Put the rest into a service.',
      severity: 'error',
      from: { path: '^src/app/engine\\.ts$' },
      to: {
        pathNot: [
          '/rules/',
          '^src/platform/kernel/',
          '/schema\\.ts$',
          '^src/agreement/document/(compile|default|diff|yaml)\\.ts$',
          '^src/leads/scoring/zone\\.ts$',
        ],
      },
    },
    {
      name: 'faces-only',
      comment:
        'Import another slice through its index.ts (pages also through its contract.ts or ui/index.ts; stores through tables.ts).',
      severity: 'error',
      from: { path: '^src/(workspace|agreement|records|leads|reports)/([^/]+)/', pathNot: '\\.test\\.tsx?$' },
      to: {
        path: '^src/(workspace|agreement|records|leads|reports)/[^/]+/',
        pathNot: ['^src/$1/$2/', '/(index|contract|tables|schema)\\.tsx?$', '/rules/', '/ui/index\\.tsx?$'],
      },
    },
    {
      name: 'platform-knows-no-business',
      comment: 'Pass what the platform needs as a parameter when the app starts.',
      severity: 'error',
      from: { path: '^src/platform/' },
      to: { path: '^src/(workspace|agreement|records|leads|reports|app|web)/' },
    },
    {
      name: 'sql-only-in-stores',
      comment: 'Put the statement into store.ts (or a *-store.ts beside it) and call it from the service.',
      severity: 'error',
      from: {
        path: '^src/(workspace|agreement|records|leads|reports)/',
        pathNot: [
          'store\\.ts$',
          '/store/',
          '/stores/',
          'tables\\.ts$',
          '\\.test\\.tsx?$',
          '^src/workspace/access/auth\\.ts$',
        ],
      },
      to: { path: '^node_modules/(drizzle-orm|pg)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'one-way-out',
      comment:
        'Requests to addresses leave through safeFetch of platform/outbound only, which keeps them out of private networks.',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/platform/outbound/', '\\.test\\.tsx?$'] },
      to: {
        path: ['^(node:)?(http|https|http2)$', '^node_modules/(undici|axios|got|node-fetch|ky)/'],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'pages-run-in-a-browser',
      comment:
        'Pages use contracts, rules, platform/ui and other ui/index.ts; ask the server through an operation.',
      severity: 'error',
      from: { path: ['/ui/', '^src/web/'], pathNot: '\\.test\\.tsx?$' },
      to: {
        path: ['(service|store|tables)\\.ts$', '^src/platform/(db|http|jobs|outbox)/', '^node:'],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'no-circles',
      comment: 'Two files that need each other are one idea, or a third one is missing.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-undeclared-package',
      comment: 'Add it to package.json, pinned.',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },

    tsPreCompilationDeps: 'specify',
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.json'],
    },
  },
}
