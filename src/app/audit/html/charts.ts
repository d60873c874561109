import { quarter, shortMoney } from '../format.ts'
import type { AuditReport } from '../report.ts'
import { html, type Markup } from './markup.ts'

const px = (value: number) => Math.round(value * 100) / 100

/** A share as a bar, 0-1. */
export function shareBar(share: number, label: string): Markup {
  return html`<span class="track"><svg viewBox="0 0 100 8" preserveAspectRatio="none" role="img" aria-label="${label}"><rect class="f" width="${px(Math.max(share > 0 ? 0.8 : 0, share * 100))}" height="8" rx="0"/></svg></span>`
}

type Quarters = NonNullable<AuditReport['deals']>['quarters']

/** Won deals by quarter as columns, lost ones pale above them, won value written on top. */
export function quarterChart(quarters: Quarters, currency: string): Markup {
  const [width, height, base] = [936, 190, 164]
  const most = Math.max(...quarters.map(({ won, lost }) => won + lost), 1)
  const step = width / Math.max(quarters.length, 4)
  const columnWidth = Math.min(56, step * 0.56)
  const columns = quarters.map((line, index) => {
    const x = px(index * step + (step - columnWidth) / 2)
    const won = px((line.won / most) * 128)
    const lost = px((line.lost / most) * 128)
    const middle = px(x + columnWidth / 2)
    return html`<g><rect class="f" x="${x}" y="${px(base - won)}" width="${columnWidth}" height="${won}" rx="2"/><rect class="s" x="${x}" y="${px(base - won - lost - 1)}" width="${columnWidth}" height="${lost}" rx="2"/><text x="${middle}" y="${px(base - won - lost - 8)}" text-anchor="middle">${line.wonAmountMinor > 0 && shortMoney(line.wonAmountMinor, currency)}</text><text x="${middle}" y="${base + 18}" text-anchor="middle">${quarter(line.from)}</text></g>`
  })
  return html`<figure tabindex="0" aria-label="Deals by quarter"><svg viewBox="0 0 ${width} ${height}" role="img" aria-label="Deals won and lost by quarter of their closing; the table below has the numbers"><line class="l" x1="0" x2="${width}" y1="${base}" y2="${base}"/>${columns}</svg><figcaption class="legend"><span>Won, with their value</span><span style="--dot:var(--accent-soft)">Lost</span></figcaption></figure>`
}

type Channel = NonNullable<AuditReport['attribution']>['channels'][number]

/** Where a channel lies between its lowest and highest credit, with first touch, last touch and the leading model marked. */
export function creditRange(line: Channel, most: number, leading: string | null): Markup {
  const at = (value: number) => px(6 + (value / most) * 288)
  const [low, high] = [at(line.lowestMinor), at(line.highestMinor)]
  const first = line.byModel.first ?? 0
  const last = line.byModel.last ?? 0
  const lead = leading ? line.byModel[leading] : undefined
  return html`<svg viewBox="0 0 300 14" role="img" aria-label="Range of credit of ${line.channel}"><line class="r" x1="${low}" x2="${high}" y1="7" y2="7"/><circle cx="${at(first)}" cy="7" r="4" fill="var(--bg)" stroke="var(--accent)" stroke-width="2"/><circle cx="${at(last)}" cy="7" r="4" class="f"/>${lead !== undefined && html`<rect x="${px(at(lead) - 1)}" y="0" width="2" height="14" fill="var(--fg)"/>`}</svg>`
}
