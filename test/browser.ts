import { existsSync } from 'node:fs'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  type Browser,
  type BrowserContextOptions,
  chromium,
  type LaunchOptions,
  type Page,
} from 'playwright-core'

const CACHE = fileURLToPath(new URL('../node_modules/.cache/accord-chromium', import.meta.url))
const FOLDER = join(CACHE, '147.0.0')

/** The package is Linux on x64; elsewhere an installed Chrome or Edge stands in. */
const bundled = process.platform === 'linux' && process.arch === 'x64'

/** Only the bundled fonts, wherever the folder lies: pictures look the same on every machine. Without any font the browser dies. */
const FONTS = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${join(FOLDER, 'fonts')}</dir>
  <cachedir>${join(FOLDER, 'fonts-cache')}</cachedir>
</fontconfig>
`

/**
 * Unpacks the bundled browser with the system libraries it needs, once. The package unpacks into the temporary folder of
 * the process and changes its environment; both are put back, so that nothing else inherits them.
 */
async function unpack(): Promise<void> {
  if (existsSync(FOLDER)) return
  const partial = `${FOLDER}-${process.pid}`
  await mkdir(partial, { recursive: true })
  const before = { ...process.env }
  try {
    process.env.TMPDIR = partial
    process.env.AWS_EXECUTION_ENV = 'AWS_Lambda_nodejs20.x'
    const { default: package_ } = await import('@sparticuz/chromium')
    package_.setGraphicsMode = false
    await package_.executablePath()
    await writeFile(join(partial, 'fonts', 'fonts.conf'), FONTS)
    await rename(partial, FOLDER).catch(async (error: unknown) => {
      // another test process was faster
      if (!existsSync(FOLDER)) throw error
      await rm(partial, { recursive: true, force: true })
    })
  } finally {
    for (const name of ['TMPDIR', 'AWS_EXECUTION_ENV', 'LD_LIBRARY_PATH', 'FONTCONFIG_PATH', 'HOME']) {
      if (before[name] === undefined) delete process.env[name]
      else process.env[name] = before[name]
    }
  }
}

async function options(): Promise<LaunchOptions> {
  if (!bundled) return { channel: process.platform === 'win32' ? 'msedge' : 'chrome' }
  await unpack()
  return {
    executablePath: join(FOLDER, 'chromium'),
    // the package's own list has --single-process, under which a page with workers dies
    args: [
      '--no-sandbox',
      '--no-zygote',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--font-render-hinting=none',
      '--force-color-profile=srgb',
    ],
    env: {
      ...process.env,
      LD_LIBRARY_PATH: join(FOLDER, 'al2023', 'lib'),
      FONTCONFIG_PATH: join(FOLDER, 'fonts'),
      HOME: process.env.HOME ?? FOLDER,
    } as Record<string, string>,
  }
}

/**
 * A real Chromium, without any package of the system. Close it in `afterAll`.
 *
 * @example const browser = await launchBrowser(); const page = await openPage(browser, { width: 390 })
 */
export async function launchBrowser(): Promise<Browser> {
  return chromium.launch(await options())
}

export interface PageOptions extends BrowserContextOptions {
  /** 1440 unless told; below 640 the page is a phone with touch */
  width?: number
  height?: number
  theme?: 'light' | 'dark'
}

/** A page in a context of its own, whose console errors and refused content count as failures: see `complaintsOf`. */
export async function openPage(
  browser: Browser,
  { width = 1440, height = 900, theme = 'light', ...more }: PageOptions = {},
): Promise<Page> {
  const phone = width < 640
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: theme,
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    reducedMotion: 'reduce',
    hasTouch: phone,
    isMobile: phone,
    ...more,
  })
  const page = await context.newPage()
  const complaints: string[] = []
  found.set(page, complaints)
  page.on('pageerror', (error) => complaints.push(`page error: ${error.message}`))
  page.on('console', (message) => message.type() === 'error' && complaints.push(`console: ${message.text()}`))
  return page
}

const found = new WeakMap<Page, string[]>()

/** Errors the page threw or wrote to its console, content security violations among them. */
export function complaintsOf(page: Page): readonly string[] {
  return found.get(page) ?? []
}

/**
 * What axe finds wrong on the page, one line each: rule, help, and where. Empty when nothing is wrong.
 * `within` looks only at a part: an open menu, say, which stands outside the landmarks by its nature.
 */
export async function accessibilityFindings(page: Page, within?: string): Promise<string[]> {
  const source = fileURLToPath(import.meta.resolve('axe-core'))
  // evaluated by the debugger, so that the page's own policy stays as strict as it is
  const { readFile } = await import('node:fs/promises')
  await page.evaluate(await readFile(source, 'utf8'))
  const results = await page.evaluate(async (part) => {
    const { axe } = window as unknown as {
      axe: { run: (context: unknown, options: unknown) => Promise<{ violations: Violation[] }> }
    }
    interface Violation {
      id: string
      help: string
      nodes: { target: string[]; failureSummary: string }[]
    }
    return (await axe.run(part ?? document, { resultTypes: ['violations'] })).violations
  }, within)
  return results.flatMap((violation) =>
    violation.nodes.map(
      (node) =>
        `${violation.id}: ${violation.help} at ${node.target.join(' ')} (${node.failureSummary.replaceAll('\n', ' ')})`,
    ),
  )
}
