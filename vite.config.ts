import tailwind from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'
import { chartCss } from './src/platform/ui/charts/styles.ts'
import { tokensCss } from './src/platform/ui/tokens.ts'

/** Tokens and chart styles live in TypeScript so that a printed report can carry them too; here they become one stylesheet. */
function sharedStyles(): Plugin {
  const id = 'virtual:shared-styles.css'
  return {
    name: 'accord-shared-styles',
    resolveId: (source) => (source === id ? `\0${id}` : undefined),
    load: (resolved) => (resolved === `\0${id}` ? tokensCss + chartCss : undefined),
  }
}

export default defineConfig({
  root: 'src/web',
  plugins: [sharedStyles(), tailwind(), react()],
  build: {
    outDir: '../../dist/web',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    // the polyfill would be an inline script in older outputs; every browser we support preloads modules
    modulePreload: { polyfill: false },
    target: 'es2022',
    sourcemap: false,
    chunkSizeWarningLimit: 900,
    reportCompressedSize: false,
    manifest: true,
    rolldownOptions: {
      treeshake: {
        // index files only pass on: a page loads the parts it uses, not everything that stands beside them
        moduleSideEffects: (id) => !/[\\/]src[\\/].*\.tsx?$/.test(id) || /[\\/]web[\\/]main\.tsx$/.test(id),
      },
    },
  },
  server: { proxy: { '/api': 'http://127.0.0.1:3000' } },
})
