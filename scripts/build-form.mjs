/** The script of embedded forms, /f/:key.js: one small classic script, translated and minified. */
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

export async function buildForm() {
  const { rolldown } = await import('rolldown')
  const bundle = await rolldown({
    cwd: root,
    input: 'src/records/forms/ui/embed/form.ts',
    platform: 'browser',
    logLevel: 'warn',
  })
  const { output } = await bundle.generate({ format: 'iife', minify: true })
  await bundle.close()
  return output[0].code
}
