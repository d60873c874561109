import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'

/** Licences, integrity, origins, install scripts and secrets are looked at by `npm run check`; here is what a release hands out. */

const root = fileURLToPath(new URL('../..', import.meta.url))
const SLOW = { timeout: 60_000 }

async function npm(...given: string[]) {
  const { stdout } = await promisify(execFile)('npm', given, { cwd: root, maxBuffer: 2 ** 26 })
  return JSON.parse(stdout)
}

interface Component {
  name: string
  purl: string
  licenses?: unknown[]
  hashes?: unknown[]
  properties?: { name: string }[]
}

describe('T-36: what a release hands out', () => {
  it('lists each shipped package with its version, licence and hash', SLOW, async () => {
    // all of them: npm leaves out of `--omit dev` what tools of ours need, too
    const asked = ['--sbom-format', 'cyclonedx', '--package-lock-only']
    const { components } = (await npm('sbom', ...asked)) as { components: Component[] }
    const listed = new Set(components.map(({ purl }) => decodeURIComponent(purl)))
    const { dependencies } = JSON.parse(await readFile(`${root}/package.json`, 'utf8'))
    const used = Object.entries(dependencies).map(([name, version]) => `pkg:npm/${name}@${version}`)
    expect(used.filter((one) => !listed.has(one))).toEqual([])
    const shipped = components.filter(
      ({ properties }) => !properties?.some(({ name }) => name.endsWith(':development')),
    )
    expect(shipped.filter((one) => !one.licenses?.length || !one.hashes?.length)).toEqual([])
  })

  it('is packed to the same bytes each time, without what was built or stored', SLOW, async () => {
    const [first] = await npm('pack', '--dry-run', '--json')
    const [second] = await npm('pack', '--dry-run', '--json')
    expect(second.integrity).toBe(first.integrity)
    const paths: string[] = first.files.map(({ path }: { path: string }) => path)
    expect(paths).toContain('bin/accord.mjs')
    expect(paths.filter((path) => /^(dist|data|node_modules|coverage)\/|^\.env|\.log$/.test(path))).toEqual(
      [],
    )
  })
})
