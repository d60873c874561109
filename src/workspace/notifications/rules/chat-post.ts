import { NOTIFICATION_KINDS, type NotificationKind } from './kinds.ts'

/** What is posted to a channel. */
export interface ChatPost {
  kind: string
  title: string
  detail: string
  /** whole address of the page it leads to */
  url: string
}

/**
 * The body of a post to an incoming webhook of Slack or to a Teams workflow. Texts of records are shown as they are: they can
 * neither mention anybody nor make links or headings.
 */
export function chatBody(service: 'slack' | 'teams', post: ChatPost): string {
  return JSON.stringify(service === 'slack' ? slackBody(post) : teamsBody(post))
}

const label = (kind: string) => NOTIFICATION_KINDS[kind as NotificationKind]?.label ?? 'Accord'

/** `&`, `<` and `>` are all that Slack reads as markup of its own: links, `<!channel>`, `<@U…>`. */
const slackText = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

const cut = (text: string, most: number) => (text.length > most ? `${text.slice(0, most - 1)}…` : text)

function slackBody({ kind, title, detail, url }: ChatPost) {
  const plain = (text: string) => ({ type: 'plain_text', text: cut(text, 2_900), emoji: false })
  const link = slackText(url).replaceAll('|', '%7C')
  return {
    // shown where blocks are not, such as on a locked phone
    text: cut(slackText(title), 2_900),
    unfurl_links: false,
    unfurl_media: false,
    blocks: [
      { type: 'section', text: plain(title) },
      ...(detail === '' ? [] : [{ type: 'section', text: plain(detail) }]),
      {
        type: 'context',
        elements: [
          { type: 'plain_text', text: label(kind), emoji: false },
          { type: 'mrkdwn', text: `<${link}|Open in Accord>`, verbatim: true },
        ],
      },
    ],
  }
}

/** Text runs of a rich text block are not read as Markdown. */
function teamsBody({ kind, title, detail, url }: ChatPost) {
  const block = (text: string, look: Record<string, unknown>) => ({
    type: 'RichTextBlock',
    inlines: [{ type: 'TextRun', text, ...look }],
  })
  return {
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        contentUrl: null,
        content: {
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          type: 'AdaptiveCard',
          version: '1.4',
          body: [
            block(label(kind), { size: 'Small', isSubtle: true }),
            block(title, { weight: 'Bolder' }),
            ...(detail === '' ? [] : [block(detail, {})]),
          ],
          actions: [{ type: 'Action.OpenUrl', title: 'Open in Accord', url }],
        },
      },
    ],
  }
}
