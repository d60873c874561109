import { escapeHtml } from '#platform/kernel/html.ts'

/** One thing told in a mail. */
export interface MailItem {
  title: string
  detail: string
  /** page of the app, `/leads/…` */
  href: string
}

export interface MailText {
  subject: string
  text: string
  html: string
}

const cut = (text: string, most: number) => (text.length > most ? `${text.slice(0, most - 1)}…` : text)

/** Items of one mail; the rest is counted. */
const MOST_ITEMS = 50

/**
 * The mail for one or several notifications. Nothing in a title or detail becomes markup.
 *
 * @param baseUrl where the app is reached, without trailing slash
 */
export function mailText(items: readonly MailItem[], baseUrl: string, daily: boolean): MailText {
  const [first] = items
  const subject =
    items.length === 1 && first
      ? cut(first.title, 150)
      : `${daily ? 'Your day in Accord: ' : ''}${items.length} notifications`
  const shown = items.slice(0, MOST_ITEMS)
  const more = items.length - shown.length
  const moreLine = more > 0 ? `${more} more are in Accord.` : ''
  const why = `You choose what reaches you by e-mail: ${baseUrl}/settings/notifications`
  const text = [
    ...shown.map(({ title, detail, href }) => [title, detail, baseUrl + href].filter(Boolean).join('\n')),
    moreLine,
    why,
  ]
    .filter(Boolean)
    .join('\n\n')
  const html = [
    '<div style="font-family:system-ui,sans-serif;font-size:15px;line-height:1.5;max-width:560px">',
    ...shown.map(
      ({ title, detail, href }) =>
        `<p style="margin:0 0 16px"><a href="${escapeHtml(baseUrl + href)}" style="font-weight:600">${escapeHtml(title)}</a>` +
        `${detail ? `<br>${escapeHtml(detail).replaceAll('\n', '<br>')}` : ''}</p>`,
    ),
    more > 0 ? `<p>${moreLine}</p>` : '',
    `<p style="margin-top:24px;color:#667;font-size:13px"><a href="${escapeHtml(`${baseUrl}/settings/notifications`)}">Choose what reaches you by e-mail</a></p></div>`,
  ].join('')
  return { subject, text, html }
}
