/** Text that strangers may send. Where one of them ran, `window.__ran` is set, or an element stands in the page that is marked below. */

const RUN = 'window.__ran=1'

const SCRIPTS = [
  `<script>${RUN}</script>`,
  `"><script>${RUN}</script>`,
  `</script><script>${RUN}</script>`,
  `</title><script>${RUN}</script>`,
  `</textarea><script>${RUN}</script>`,
  `<scr<script>ipt>${RUN}</scr</script>ipt>`,
  `<img src=x onerror="${RUN}" data-hostile>`,
  `"><img src=x onerror=${RUN} data-hostile>`,
  `<svg onload="${RUN}" data-hostile></svg>`,
  `<svg><script href="data:text/javascript,${RUN}"></script></svg>`,
  `<svg><animate onbegin="${RUN}" attributeName=x dur=1s></svg>`,
  `<body onload="${RUN}">`,
  `<details open ontoggle="${RUN}" data-hostile><summary>x</summary></details>`,
  `<input autofocus onfocus="${RUN}" data-hostile>`,
  `<video><source onerror="${RUN}"></video>`,
  `<iframe srcdoc="<script>parent.__ran=1</script>" data-hostile></iframe>`,
  `<iframe src="javascript:parent.__ran=1" data-hostile></iframe>`,
  `<object data="javascript:${RUN}" data-hostile></object>`,
  `<embed src="javascript:${RUN}" data-hostile>`,
  `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=${RUN}&gt;">`,
  `<noscript><p title="</noscript><img src=x onerror=${RUN}>">`,
  `<form action="javascript:${RUN}" data-hostile><button>x</button></form>`,
  `<template><script>${RUN}</script></template>`,
  `<style>body{display:none}</style>`,
  `<style>@import "https://evil.test/x.css";</style>`,
  `<link rel=stylesheet href="https://evil.test/x.css">`,
  `<meta http-equiv="refresh" content="0;url=https://evil.test/">`,
  `<base href="https://evil.test/">`,
  `<a href="javascript:${RUN}" data-hostile>click</a>`,
]

const ADDRESSES = [
  `javascript:${RUN}`,
  `JaVaScRiPt:${RUN}//`,
  `java\tscript:${RUN}`,
  ` javascript:${RUN}`,
  `vbscript:msgbox(1)`,
  `data:text/html,<script>${RUN}</script>`,
  `data:text/html;base64,PHNjcmlwdD53aW5kb3cuX19yYW49MTwvc2NyaXB0Pg==`,
  `//evil.test/x`,
  `https://evil.test/?x=<script>${RUN}</script>`,
  `[click](javascript:${RUN})`,
  `![x](https://evil.test/x.png)`,
]

const FRAGMENTS = [
  '{{constructor.constructor("window.__ran=1")()}}',
  ['$', '{window.__ran=1}'].join(''),
  '<%= 7*7 %>',
  '#{7*7}',
  '__proto__',
  "'; drop table person; --",
  "' or '1'='1",
  '" onmouseover="window.__ran=1" x="',
  ['`$', '{window.__ran=1}`'].join(''),
  '&lt;script&gt;window.__ran=1&lt;/script&gt;',
  '&#60;img src=x onerror=window.__ran=1&#62;',
  '<!-- --!><img src=x onerror=window.__ran=1 -->',
  ']]><script>window.__ran=1</script>',
  '../../../../etc/passwd',
  '\r\nSet-Cookie: hostile=1',
]

/** What a spreadsheet would take for a formula. */
const FORMULAS = [
  `=HYPERLINK("https://evil.test","x")`,
  `=cmd|' /C calc'!A0`,
  '+1+1',
  '-2+3+cmd',
  '@SUM(1+1)*cmd',
  '\t=1+1',
]

const LETTERS = [
  '\u202Eevil\u202C right to left',
  '\u2066hidden\u2069 isolate',
  'zero\u200Bwidth\u200D\uFEFF',
  '\u001b[31mred\u001b[0m\u001b]0;title\u0007',
  '\u0001\u0008\u007f control',
  '🏳️‍🌈 e\u0301 ﷽ 漢字 עברית',
  'Z\u0351\u036b\u0343\u036a\u0302a\u0352lgo'.repeat(20),
  `long ${'x'.repeat(20_000)}`,
]

/** Everything a text field may be given; NUL is refused at the door and tried apart. */
export const HOSTILE: readonly string[] = [...SCRIPTS, ...ADDRESSES, ...FRAGMENTS, ...FORMULAS, ...LETTERS]

/** Runs in the page: whatever shows that text became more than text. */
export const SIGNS_OF_HARM = `(() => {
  const found = []
  if (window.__ran !== undefined) found.push('a script ran')
  if (document.querySelector('[data-hostile], iframe, object, embed, base, meta[http-equiv=refresh], link[href*="evil.test"]'))
    found.push('an element was injected')
  for (const element of document.querySelectorAll('*')) {
    for (const { name, value } of element.attributes) {
      if (name.startsWith('on')) found.push(element.tagName + ' has ' + name)
      const isAddress = ['href', 'src', 'action', 'formaction', 'xlink:href', 'data', 'srcdoc', 'poster'].includes(name)
      const scheme = value.replace(/[\\u0000-\\u0020]/g, '').toLowerCase()
      const image = element.tagName === 'IMG' && scheme.startsWith('data:image/')
      if (isAddress && !image && /^(javascript|vbscript|data):/.test(scheme)) found.push(element.tagName + ' leads to ' + value.slice(0, 40))
      if (isAddress && /evil\\.test/.test(value.split('?')[0])) found.push(element.tagName + ' leads away: ' + value.slice(0, 60))
    }
  }
  if (document.body.scrollWidth > window.innerWidth + 1) found.push('the page is ' + document.body.scrollWidth + ' pixels wide')
  return [...new Set(found)].concat(window.__refused ?? [])
})()`
