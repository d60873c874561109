import { CodeBlock } from '#platform/ui/index.ts'

interface KeyFacts {
  kind: 'public' | 'secret'
  token: string | null
  consent: 'none' | 'required'
  honourSignals: boolean
}

/** What to put into a site or a server to send with a key. */
export function Snippet({ writeKey: key }: { writeKey: KeyFacts }) {
  const base = window.location.origin
  if (key.kind === 'secret')
    return (
      <CodeBlock label="On a server, with @segment/analytics-node">{`const analytics = new Analytics({ writeKey: '${key.token ?? 'the key you copied'}', host: '${base}' })`}</CodeBlock>
    )
  return <CodeBlock label="Before </head> of each page">{snippetFor(base, key)}</CodeBlock>
}

function snippetFor(base: string, { token, consent, honourSignals }: KeyFacts): string {
  const attributes = [
    `src="${base}/t.js"`,
    `data-key="${token ?? ''}"`,
    consent === 'required' ? 'data-consent="required"' : '',
    honourSignals ? '' : 'data-signals="ignore"',
  ]
  const lines = [
    '<script>window.accord=window.accord||function(){(accord.q=accord.q||[]).push(arguments)}</script>',
    `<script async ${attributes.filter(Boolean).join(' ')}></script>`,
  ]
  if (consent === 'required') lines.push("<!-- once the visitor agrees: accord('consent', true) -->")
  return lines.join('\n')
}
