import { expect, it } from 'vitest'
import { escapeHtml } from './html.ts'

it('text never becomes markup, in either kind of quotes', () => {
  expect(escapeHtml(`"R&D" <b onclick='x'>`)).toBe('&quot;R&amp;D&quot; &lt;b onclick=&#39;x&#39;&gt;')
  expect(escapeHtml('Größe 5 > 4 &amp;')).toBe('Größe 5 &gt; 4 &amp;amp;')
})
