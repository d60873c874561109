import type { AgreementDocument } from '../schema.ts'
import type { Usage } from './expression/fields.ts'
import type { Path } from './finding.ts'

/** One expression of an agreement with the place it stands in. */
export interface ExpressionAt {
  path: Path
  text: string
  usage: Usage
}

/** Every expression of an agreement, in the order of the document. */
export function expressionsOf(document: AgreementDocument): ExpressionAt[] {
  const { profile, stages, scoring, qualification, routing, handOff, recycling } = document
  const found: ExpressionAt[] = []
  const add = (path: Path, text: string | undefined, usage: Usage) => {
    if (text !== undefined) found.push({ path, text, usage })
  }
  for (const part of ['mustHave', 'shouldHave', 'mustNotHave'] as const) {
    profile[part].forEach((entry, index) => void add(['profile', part, index, 'when'], entry.when, 'fit'))
  }
  stages.forEach((stage, index) => void add(['stages', index, 'entry'], stage.entry, 'stage'))
  for (const axis of ['fit', 'engagement'] as const) {
    scoring[axis].groups.forEach((group, at) => {
      group.rules.forEach((rule, index) => {
        add(['scoring', axis, 'groups', at, 'rules', index, 'when'], rule.when, axis)
      })
    })
  }
  add(['qualification', 'when'], qualification.when, 'qualification')
  add(['qualification', 'handRaise'], qualification.handRaise, 'handRaise')
  add(['qualification', 'intent'], qualification.intent, 'intent')
  qualification.exclusions.forEach((entry, index) => {
    add(['qualification', 'exclusions', index, 'when'], entry.when, 'exclusion')
  })
  routing.rules.forEach((rule, index) => {
    if (rule.match === 'segment') add(['routing', 'rules', index, 'when'], rule.when, 'routing')
  })
  handOff.responseTimes.forEach((entry, index) => {
    add(['handOff', 'responseTimes', index, 'when'], entry.when, 'routing')
  })
  recycling.tracks.forEach((track, index) => {
    add(['recycling', 'tracks', index, 'exitWhen'], track.exitWhen, 'track')
  })
  return found
}
