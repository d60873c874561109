import type { StatementWatch } from '#platform/db/index.ts'

/** `refused`: the statement is not carried out. `unanswered`: it is, but the answer is lost, also that of a commit. */
export type FaultKind = 'refused' | 'unanswered'

/** Fails one statement of a database opened with `testDatabase({ onStatement: faults.watch })`. */
export interface Faults {
  watch: StatementWatch
  /** fails the k-th statement from now on, 1 for the next one */
  arm(k: number, kind: FaultKind): void
  disarm(): void
  /** whether the armed fault has happened */
  readonly fired: boolean
}

export function statementFaults(): Faults {
  let armed: { left: number; kind: FaultKind } | undefined
  let fired = false
  return {
    watch: ({ text }) => {
      if (!armed || fired) return undefined
      armed.left -= 1
      if (armed.left > 0) return undefined
      fired = true
      const fail = () => {
        throw Object.assign(new Error(`Fault (${armed?.kind}) at: ${text.slice(0, 80)}`), { code: '08006' })
      }
      return armed.kind === 'unanswered' ? fail : fail()
    },
    arm(k, kind) {
      armed = { left: k, kind }
      fired = false
    },
    disarm() {
      armed = undefined
    },
    get fired() {
      return fired
    },
  }
}

/** What came of an attempt during which one statement failed. */
export type Outcome<T> = { ok: true; value: T } | { ok: false; error: unknown }

/**
 * T-03: carries out `attempt` again and again, failing its first statement, its second, its third … until it runs through,
 * once with statements refused and once with answers lost.
 *
 * @param check called after each attempt, without faults: must throw when the state is neither "not done" nor "done", or when
 *   the outcome claims what is not so
 * @returns how many statements were failed
 */
export async function failEveryStatement<T>(
  faults: Faults,
  attempt: () => Promise<T>,
  check: (outcome: Outcome<T>, where: string) => Promise<void>,
): Promise<number> {
  let failed = 0
  for (const kind of ['refused', 'unanswered'] as const) {
    for (let k = 1; ; k += 1) {
      faults.arm(k, kind)
      const outcome = await attempt().then(
        (value): Outcome<T> => ({ ok: true, value }),
        (error: unknown): Outcome<T> => ({ ok: false, error }),
      )
      const { fired } = faults
      faults.disarm()
      await check(outcome, `statement ${k} ${fired ? kind : 'and all before carried out'}`)
      if (!fired) break
      failed += 1
    }
  }
  return failed
}
