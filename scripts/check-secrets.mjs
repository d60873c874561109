/** No tracked file holds a secret: private keys, tokens of well-known services, our own tokens, passwords inside addresses. */
import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const root = fileURLToPath(new URL('..', import.meta.url))

const SECRETS = {
  'a private key': /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  'a key of AWS': /\b(AKIA|ASIA)[0-9A-Z]{16}\b/,
  'a token of GitHub': /\b(gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{50,})/,
  'a token of GitLab': /\bglpat-[\w-]{20,}/,
  'a token of npm': /\bnpm_[A-Za-z0-9]{36}\b|_authToken=[A-Za-z0-9_-]{16,}/,
  'a token of Slack': /\bxox[abposr]-[\w-]{10,}/,
  'a key of Stripe': /\b[rs]k_live_[A-Za-z0-9]{16,}/,
  'a key of Google': /\bAIza[\w-]{35}\b/,
  'a key of an AI service': /\bsk-[A-Za-z0-9_-]{32,}/,
  'a signed token': /\beyJ[\w-]{15,}\.eyJ[\w-]{15,}\.[\w-]{15,}/,
  'a token of Accord': /\baccord_(key|invite|reset)_[\w-]{22}\.[\w-]{43}/,
  'a password in an address':
    /\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@$'"`{}<>]+:[^\s:/@$'"`{}<>…]{3,}@(?!localhost|127\.0\.0\.1)[\w.-]+/,
}

/** Passwords that stand in examples, which nobody uses. */
const EXAMPLES = /:(password|secret|pass|geheim|hunter2|postgres|accord)@/i

const { stdout } = await promisify(execFile)('git', ['ls-files', '-z'], { cwd: root, maxBuffer: 1e8 }).catch(
  () => ({ stdout: '' }),
)
const files = stdout.split('\0').filter((name) => name !== '')
const problems = []

for (const name of files) {
  const bytes = await readFile(new URL(`../${encodeURI(name)}`, import.meta.url)).catch(() => null)
  if (!bytes || bytes.includes(0)) continue
  for (const [number, line] of bytes.toString('utf8').split('\n').entries()) {
    for (const [what, pattern] of Object.entries(SECRETS)) {
      const found = pattern.exec(line)
      if (found && !EXAMPLES.test(found[0])) problems.push(`${name}:${number + 1} looks like ${what}`)
    }
  }
}

for (const name of files)
  if (
    /(^|\/)(\.env(\..+)?|id_rsa|.*\.(pem|p12|pfx|keystore)|secret-key)$/.test(name) &&
    !/example/.test(name)
  )
    problems.push(`${name} is a file that holds secrets`)

for (const problem of problems) console.error(problem)
if (problems.length === 0) console.log(`${files.length} tracked files without a secret`)
process.exitCode = problems.length === 0 ? 0 : 1
