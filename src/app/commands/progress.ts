/** A line that rewrites itself on a terminal, and nothing at all in a pipe. */
export interface ProgressLine {
  show(text: string, share?: number): void
  end(): void
}

export function progressLine(stream: NodeJS.WriteStream = process.stderr): ProgressLine {
  if (!stream.isTTY) return { show() {}, end() {} }
  return {
    show(text, share) {
      const percent = share === undefined ? '' : ` ${String(Math.floor(share * 100)).padStart(3)} %`
      stream.write(`\r\u001b[K${text}${percent}`)
    },
    end: () => void stream.write('\r\u001b[K'),
  }
}
