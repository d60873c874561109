/**
 * Dead code: `knip` finds what nobody uses; `knip --production` (which reads only what ends in `!`) what nobody but tests uses.
 * What is exported for tests alone carries `@internal`. Faces (`index.ts`) are also for tests.
 */
export default ({ production }) => ({
  entry: [
    'src/app/cli.ts!',
    'src/app/engine.ts!',
    'src/agreement/document/generate.ts!',
    'src/platform/db/embedded/worker.ts!',
    'src/records/intake/snippet/t.ts!',
    'src/records/forms/ui/embed/form.ts!',
    // read by vite.config.ts
    'src/platform/ui/{tokens,charts/styles}.ts!',
    'scripts/*.mjs!',
    'bench/*.ts!',
    'test/**/*.ts',
  ],
  project: [
    'src/**/*.{ts,tsx,css}!',
    'scripts/**/*.mjs!',
    'bench/**/*.ts!',
    'test/**/*.ts',
    '!src/**/*.test.{ts,tsx}!',
    '!bench/**/*.test.ts!',
  ],
  ignoreDependencies: ['dependency-cruiser', 'typescript-7', 'free-email-domains'],
  ignoreBinaries: ['dd', 'mkfifo', 'mount', 'umount'],
  ignoreExportsUsedInFile: production === true,
  ignoreIssues: production ? { 'src/**/index.ts': ['exports'] } : {},
  rules: { types: 'off' },
})
