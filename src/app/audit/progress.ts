import type { AuditIo } from './command.ts'
import { bar } from './text/paint.ts'

const REDRAW_MS = 80

/** One line on a terminal that says what is being done; nothing in a pipe. */
export function startProgress({ stderr, showsProgress }: AuditIo) {
  let drawn = 0
  return {
    show(doing: string, share?: number): void {
      if (!showsProgress || performance.now() - drawn < REDRAW_MS) return
      drawn = performance.now()
      const how = share === undefined ? '' : ` ${bar(share, 20)} ${Math.round(share * 100)} %`
      stderr(`\r\u001b[2K${doing}${how}`)
    },
    end(): void {
      if (showsProgress && drawn > 0) stderr('\r\u001b[2K')
    },
  }
}
