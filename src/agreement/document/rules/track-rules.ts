import type { AgreementDocument } from '../schema.ts'
import { error, type Finding } from './finding.ts'
import { readMessage } from './track-message.ts'

/** What the tracks must hold: each message named once, each text understood. */
export function trackRules({ recycling }: AgreementDocument): Finding[] {
  return recycling.tracks.flatMap((track, at) => {
    const findings: Finding[] = []
    const seen = new Set<string>()
    ;(track.steps ?? []).forEach((step, index) => {
      const path = ['recycling', 'tracks', at, 'steps', index]
      if ('wait' in step) return
      if (seen.has(step.key)) {
        findings.push(
          error([...path, 'key'], `The key ${step.key} is used twice in this list; give each its own.`),
        )
      }
      seen.add(step.key)
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
