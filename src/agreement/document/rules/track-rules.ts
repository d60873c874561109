import type { AgreementDocument } from '../schema.ts'
import { error, type Finding } from './finding.ts'
import { readMessage } from './track-message.ts'

/**
 * What the tracks must hold: each message named once over all tracks, because nobody gets the message of a key twice; each text
 * understood.
 */
export function trackRules({ recycling }: AgreementDocument): Finding[] {
  const trackOf = new Map<string, (typeof recycling.tracks)[number]>()
  return recycling.tracks.flatMap((track, at) => {
    const findings: Finding[] = []
    ;(track.steps ?? []).forEach((step, index) => {
      const path = ['recycling', 'tracks', at, 'steps', index]
      if ('wait' in step) return
      const first = trackOf.get(step.key)
      if (first) {
        const place = first === track ? 'twice in this list' : `by the track ${first.name} too`
        findings.push(error([...path, 'key'], `The key ${step.key} is used ${place}; give each its own.`))
      }
      trackOf.set(step.key, first ?? track)
      for (const part of ['subject', 'body'] as const) {
        const { pieces, mistakes } = readMessage(step.email[part])
        for (const mistake of mistakes) findings.push(error([...path, 'email', part], mistake))
        if (part === 'subject' && pieces.some((piece) => piece.is === 'link')) {
          findings.push(error([...path, 'email', part], 'A subject holds no link.'))
        }
      }
    })
    return findings
  })
}
