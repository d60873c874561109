/** The answer of a rule that may refuse: a value, or a reason from a closed list that the rule's type names. */
export type Result<Value, Reason> = { ok: true; value: Value } | { ok: false; reason: Reason }

/** The rule said yes. */
export function ok<Value>(value: Value): { ok: true; value: Value } {
  return { ok: true, value }
}

/** The rule said no, and why. */
export function refuse<Reason>(reason: Reason): { ok: false; reason: Reason } {
  return { ok: false, reason }
}
