import { escapeHtml } from '../kernel/html.ts'

interface DescribedOperation {
  operationId: string
  summary: string
  'x-permission': string
  parameters: {
    name: string
    in: string
    required: boolean
    description?: string
    schema: { type?: string; description?: string }
  }[]
  requestBody?: { content: Record<string, { schema?: unknown }> }
  responses: Record<string, { description: string; content?: Record<string, { schema?: unknown }> }>
}

/** The API on one page, made from the OpenAPI document; no script, so that it works under our content security policy. */
export function apiDocsPage(document: Record<string, unknown>): string {
  const paths = Object.entries(document.paths as Record<string, Record<string, DescribedOperation>>)
  const operations = paths.flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  )
  const contents = operations.map(
    ({ operation }) =>
      `<li><a href="#${escapeHtml(operation.operationId)}">${escapeHtml(operation.operationId)}</a></li>`,
  )
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Accord API</title>
<link rel="stylesheet" href="/api/docs.css">
</head>
<body>
<nav aria-label="Operations"><h2>Operations</h2><ul>${contents.join('')}</ul></nav>
<main>
<h1>Accord API</h1>
<p>Send an API key as <code>Authorization: Bearer accord_key_…</code>. Lists answer <code>{ items, nextCursor }</code>. Refusals are
problem+json (RFC 9457). Changes inside a workspace take an
<code>Idempotency-Key</code>; one-time links work once without it. The same as a document: <a href="/api/openapi.json">openapi.json</a>.</p>
${operations.map(section).join('\n')}
</main>
</body>
</html>`
}

function section({
  path,
  method,
  operation,
}: {
  path: string
  method: string
  operation: DescribedOperation
}): string {
  const parameters = operation.parameters.map(
    (one) =>
      `<tr><td><code>${escapeHtml(one.name)}</code></td><td>${one.in}</td><td>${escapeHtml(one.schema.type ?? '')}${one.required ? ', required' : ''}</td><td>${escapeHtml(one.description ?? one.schema.description ?? '')}</td></tr>`,
  )
  const responses = Object.entries(operation.responses).map(
    ([status, response]) => `<tr><td>${status}</td><td>${escapeHtml(response.description)}</td></tr>`,
  )
  const body = operation.requestBody?.content['application/json']?.schema
  const answer = operation.responses['200']?.content?.['application/json']?.schema
  return `<section id="${escapeHtml(operation.operationId)}">
<h2>${escapeHtml(operation.operationId)}</h2>
<p>${escapeHtml(operation.summary)}</p>
<p><code><strong>${method.toUpperCase()}</strong> ${escapeHtml(path)}</code> · permission <code>${escapeHtml(operation['x-permission'])}</code></p>
${parameters.length > 0 ? `<table><thead><tr><th>Parameter</th><th>In</th><th>Type</th><th>Meaning</th></tr></thead><tbody>${parameters.join('')}</tbody></table>` : ''}
${body ? details('Body', body) : ''}
${answer ? details('Answer', answer) : ''}
<table><thead><tr><th>Status</th><th>Meaning</th></tr></thead><tbody>${responses.join('')}</tbody></table>
</section>`
}

const details = (title: string, schema: unknown) =>
  `<details><summary>${title}</summary><pre>${escapeHtml(JSON.stringify(schema, null, 2))}</pre></details>`

export const apiDocsCss = `
:root { color-scheme: light dark; --line: light-dark(#e5e5e2, #2c2c2f); --quiet: light-dark(#6b6b66, #a0a09a); }
body { font: 14px/1.55 Inter, system-ui, sans-serif; margin: 0; display: grid; grid-template-columns: 260px minmax(0, 820px); gap: 48px; }
nav { position: sticky; top: 0; height: 100vh; overflow: auto; padding: 24px; border-right: 1px solid var(--line); box-sizing: border-box; }
nav h2 { font-size: 13px; } nav ul { list-style: none; padding: 0; margin: 0; } nav a { color: var(--quiet); text-decoration: none; line-height: 1.9; }
main { padding: 32px 24px 96px 0; } section { border-top: 1px solid var(--line); padding: 20px 0; } h2 { font-size: 16px; margin: 0 0 4px; }
table { border-collapse: collapse; width: 100%; margin: 12px 0; } th, td { text-align: left; padding: 6px 8px; border-bottom: 1px solid var(--line); vertical-align: top; }
th { font-weight: 500; color: var(--quiet); } pre { overflow: auto; border: 1px solid var(--line); border-radius: 8px; padding: 12px; }
@media (max-width: 800px) { body { display: block; padding: 16px; } nav { display: none; } main { padding: 0; } }
`
