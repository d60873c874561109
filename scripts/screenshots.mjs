/**
 * `node scripts/screenshots.mjs [page …]`: the pictures of the guide. Starts a server of its own on an empty folder, loads the
 * sample company, and photographs each page in light and dark, wide and as on a phone, into docs/guide/images.
 */
import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { tsImport } from 'tsx/esm/api'

const root = fileURLToPath(new URL('..', import.meta.url))
const images = join(root, 'docs/guide/images')
const { launchBrowser, openPage } = await tsImport('../test/browser.ts', import.meta.url)

/** Name of the picture, address, and what to do before it is taken. `sample: false` is photographed before there are records. */
const PICTURES = [
  { name: 'first-run', path: '/', sample: false },
  { name: 'dashboard', path: '/' },
  {
    name: 'figure',
    path: '/',
    before: (page) => page.getByRole('button', { name: 'Explain Win rate', exact: true }).click(),
  },
  { name: 'handoffs', path: '/handoffs' },
  {
    name: 'handoff-reject',
    path: '/handoffs',
    wideOnly: true,
    before: async (page) => {
      await page.getByRole('toolbar', { name: 'What to do' }).waitFor()
      await page.keyboard.press('r')
      await page.getByRole('dialog').waitFor()
    },
  },
  { name: 'handoffs-team', path: '/handoffs/team' },
  { name: 'handoffs-campaigns', path: '/handoffs/campaigns' },
  { name: 'leads', path: '/leads' },
  { name: 'lead', path: '/leads', before: openFirst },
  { name: 'leaks', path: '/leaks' },
  { name: 'routing', path: '/routing' },
  { name: 'dry-run', path: '/routing', wideOnly: true, before: tryFirst },
  { name: 'simulator', path: '/routing/simulator', wideOnly: true },
  { name: 'intake', path: '/intake' },
  { name: 'forms', path: '/forms' },
  { name: 'nurture', path: '/nurture' },
  { name: 'accounts', path: '/accounts' },
  { name: 'opportunities', path: '/opportunities' },
  { name: 'opportunity', path: '/opportunities', before: openFirst },
  { name: 'campaigns', path: '/campaigns' },
  { name: 'imports', path: '/imports' },
  { name: 'agreement', path: '/agreement' },
  { name: 'lexicon', path: '/lexicon' },
  { name: 'find', path: '/', wideOnly: true, before: find },
  { name: 'members', path: '/settings/members' },
  { name: 'audit', path: '/settings/audit' },
]

const VIEWS = [
  { view: 'wide', width: 1440, height: 900 },
  { view: 'phone', width: 390, height: 844 },
]

/** Nothing is loading any more. The network never rests: each page holds a stream. */
async function drawn(page) {
  await page.waitForTimeout(400)
  await page.waitForFunction(() => !document.querySelector('.animate-pulse'))
  await page.waitForTimeout(400)
}

async function openFirst(page) {
  await page.locator('tbody tr a').first().click()
  await page.waitForURL(/\/(leads|opportunities)\/./)
  await page.getByRole('heading', { level: 1 }).waitFor()
}

async function tryFirst(page) {
  await page.getByRole('button', { name: 'Try a lead' }).click()
  await page.keyboard.type('Lena')
  await page.getByRole('option').first().click()
  await page.getByText('Would get it').waitFor()
}

async function find(page) {
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Find anything' }).fill('ma')
  await page.getByText('Records').waitFor()
}

const freePort = () =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address()
      probe.close(() => resolve(port))
    })
  })

async function until(what, check, seconds) {
  const end = Date.now() + seconds * 1_000
  while (Date.now() < end) {
    const found = await check().catch(() => null)
    if (found) return found
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
  throw new Error(`${what} did not happen within ${seconds} s`)
}

async function startServer(folder) {
  const port = await freePort()
  const token = 'a-set-up-token-for-pictures'
  const server = spawn(process.execPath, [join(root, 'bin/accord.mjs'), 'start'], {
    env: {
      ...process.env,
      PORT: String(port),
      DATA_DIR: folder,
      ACCORD_SETUP_TOKEN: token,
      LOG_LEVEL: 'error',
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const url = `http://127.0.0.1:${port}`
  await until('The start of the server', async () => (await fetch(`${url}/readyz`)).ok, 120)
  return { server, url, token }
}

async function setUp(page, url, token) {
  await page.goto(`${url}/setup#${token}`)
  await page.getByLabel('Your name').fill('Rita Blum')
  await page.getByLabel('E-mail').fill('rita.blum@northwind.example')
  await page.getByLabel('Password').fill('a quiet river runs by the mill')
  await page.getByLabel('Workspace').fill('Northwind Trading')
  await page.getByRole('button', { name: 'Create the workspace' }).click()
  await page.waitForURL(`${url}/`)
  await page.getByRole('button', { name: 'Load the sample company' }).waitFor()
}

async function loadSample(page) {
  await page.getByRole('button', { name: 'Load the sample company' }).click()
  await page.getByText('Sample data: an invented company').waitFor({ timeout: 300_000 })
}

async function photograph(browser, url, storageState, pictures) {
  for (const theme of ['light', 'dark']) {
    for (const { view, width, height } of VIEWS) {
      const page = await openPage(browser, { theme, width, height, storageState })
      for (const { name, path, before, wideOnly } of pictures) {
        if (wideOnly && view !== 'wide') continue
        await page.goto(url + path)
        await page.getByRole('heading', { level: 1 }).waitFor()
        await drawn(page)
        if ((await page.getByText('There is no page at this address').count()) > 0) continue
        await before?.(page)
        await drawn(page)
        await page.screenshot({ path: join(images, `${name}-${theme}-${view}.png`) })
      }
      await page.context().close()
    }
  }
}

/** The report of `accord audit` on the exports of the sample company; it needs no server. */
async function photographReport(browser) {
  const { writeSampleFolder } = await tsImport('../src/app/demo/index.ts', import.meta.url)
  const { SAMPLE_SEED } = await tsImport('../src/app/demo/load.ts', import.meta.url)
  const { auditCommand } = await tsImport('../src/app/audit/index.ts', import.meta.url)
  const dir = join(await mkdtemp(join(tmpdir(), 'accord-report-')), 'sample')
  const endsOn = new Date().toISOString().slice(0, 10)
  await writeSampleFolder(dir, SAMPLE_SEED, { endsOn })
  const out = join(dir, 'report.html')
  const agreement = [join(dir, 'agreement-1.yaml'), join(dir, 'agreement-2.yaml')]
  const quiet = { stdout() {}, stderr() {}, isTerminal: false, showsProgress: false, now: Date.now() }
  await auditCommand(dir, { agreement, out }, quiet)
  for (const theme of ['light', 'dark']) {
    for (const { view, width, height } of VIEWS) {
      const page = await openPage(browser, { theme, width, height })
      await page.goto(pathToFileURL(out).href)
      await page.screenshot({ path: join(images, `${REPORT}-${theme}-${view}.png`) })
      await page.context().close()
    }
  }
  await rm(dir, { recursive: true, force: true })
}

const REPORT = 'audit-report'
const wanted = process.argv.slice(2)
if (wanted.length === 0 || wanted.includes(REPORT)) {
  const browser = await launchBrowser()
  await mkdir(images, { recursive: true })
  await photographReport(browser).finally(() => browser.close())
  if (wanted.length === 1) process.exit(0)
}
const chosen = PICTURES.filter(({ name }) => wanted.length === 0 || wanted.includes(name))
const folder = await mkdtemp(join(tmpdir(), 'accord-pictures-'))
await mkdir(images, { recursive: true })
const { server, url, token } = await startServer(folder)
const browser = await launchBrowser()
try {
  const first = await openPage(browser)
  await setUp(first, url, token)
  const empty = chosen.filter(({ sample }) => sample === false)
  if (empty.length > 0) await photograph(browser, url, await first.context().storageState(), empty)
  await loadSample(first)
  await photograph(
    browser,
    url,
    await first.context().storageState(),
    chosen.filter(({ sample }) => sample !== false),
  )
  console.log(`Pictures are in docs/guide/images`)
} finally {
  await browser.close()
  server.kill('SIGTERM')
  await new Promise((resolve) => server.once('exit', resolve))
  await rm(folder, { recursive: true, force: true })
}
