/** Announced once for the moves that one cause made: `{ moves }`, each a `Moved`. */
export const LEAD_MOVED = 'lead.moved'
