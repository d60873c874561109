/** One message of a track, with what is waited before it. */
export interface TrackMessage {
  key: string
  /** the waits since the message before, or since the start, e.g. `P3D + P1D` */
  waitBefore?: string
  subject: string
  body: string
}

/**
 * The messages of a track, each with the wait before it: what people compare when steps change. A wait after the last message
 * changes nothing anybody gets.
 *
 * @example messagesOf([{ wait: 'P3D' }, { key: 'hello', email: { subject: 'Hi', body: 'x' } }])[0].waitBefore // 'P3D'
 */
export function messagesOf(steps: unknown): (TrackMessage & Record<string, unknown>)[] {
  const found: (TrackMessage & Record<string, unknown>)[] = []
  let waits: string[] = []
  for (const step of (steps ?? []) as readonly (
    | { wait: string }
    | { key: string; email: { subject: string; body: string } }
  )[]) {
    if ('wait' in step) waits.push(step.wait)
    else {
      const waitBefore = waits.length === 0 ? {} : { waitBefore: waits.join(' + ') }
      found.push({ key: step.key, ...waitBefore, ...step.email })
      waits = []
    }
  }
  return found
}
