import fs from 'node:fs'
import path from 'node:path'

/**
 * A disk that can lose power: records what a program does to the files below a folder, and makes images of what would be
 * found there after a power cut at any moment.
 *
 * The model is that of a journaling file system: what was written to a file since its last flush survives in any part, sector
 * by sector; names (made, renamed, removed, cut) survive in order, and each flush makes the earlier ones durable.
 */
type Entry =
  | { kind: 'write'; file: number; at: number; bytes: Buffer }
  | { kind: 'flush'; file: number; upTo?: number }
  | { kind: 'create'; name: string; file: number }
  | { kind: 'folder'; name: string }
  | { kind: 'rename'; from: string; to: string }
  | { kind: 'remove'; name: string }
  | { kind: 'cut'; file: number; size: number }
  | { kind: 'note'; text: string }

const SECTOR_BYTES = 512

interface File {
  bytes: Buffer
  size: number
}

export class DiskJournal {
  readonly entries: Entry[] = []
  #root: string
  #base: string
  #files = new Map<string, number>()
  #handles = new Map<number, number>()
  #count = 0
  #restore: (() => void)[] = []

  #flushMs: number

  /**
   * @param base a copy of the folder as it was when recording began
   * @param flushMs how slow the disk is, in milliseconds added to a flush that runs beside other work
   */
  constructor(root: string, base: string, flushMs = 0) {
    this.#root = root
    this.#base = base
    this.#flushMs = flushMs
    for (const name of fs.readdirSync(root, { recursive: true, encoding: 'utf8' })) {
      if (fs.statSync(path.join(root, name)).isFile()) this.#files.set(name, this.#count++)
    }
  }

  /** Marks a moment, e.g. that a client was told "saved". */
  note(text: string): void {
    this.entries.push({ kind: 'note', text })
  }

  /** Begins to record; every call of `node:fs` in this process goes on to work as before. */
  start(): void {
    this.#patch('openSync', (original, given) => {
      const [file, flags] = given as [string, number | string]
      const name = this.#nameOf(file)
      const existed = name !== undefined && fs.existsSync(file)
      const handle = original(...given) as number
      if (name === undefined) return handle
      if (!existed) this.#create(name)
      const id = this.#files.get(name)
      if (id === undefined) return handle
      this.#handles.set(handle, id)
      const cuts = typeof flags === 'number' ? (flags & fs.constants.O_TRUNC) !== 0 : flags.startsWith('w')
      if (cuts && existed) this.entries.push({ kind: 'cut', file: id, size: 0 })
      return handle
    })
    this.#patch('closeSync', (original, given) => {
      this.#handles.delete(given[0] as number)
      return original(...given)
    })
    this.#patch('writeSync', (original, given) => {
      const [handle, buffer, offset, length, position] = given as [number, Uint8Array, number, number, number]
      const file = this.#handles.get(handle)
      if (file !== undefined) {
        const bytes = Buffer.from(buffer.buffer, buffer.byteOffset + offset, length)
        this.entries.push({ kind: 'write', file, at: position, bytes: Buffer.from(bytes) })
      }
      return original(...given)
    })
    for (const name of ['fdatasyncSync', 'fsyncSync'] as const) {
      this.#patch(name, (original, given) => {
        const answer = original(...given)
        this.#flushed(given[0] as number)
        return answer
      })
    }
    this.#patch('fdatasync', (original, given) => {
      const [handle, done] = given as [number, (error: Error | null) => void]
      const file = this.#handles.get(handle)
      // Only what was written before the call is certain to be on disk after it.
      const place = this.entries.length
      return original(handle, (error: Error | null) => {
        const end = () => {
          if (file !== undefined) this.entries.push({ kind: 'flush', file, upTo: place })
          done(error)
        }
        setTimeout(end, this.#flushMs)
      })
    })
    this.#patch('ftruncateSync', (original, given) => {
      const file = this.#handles.get(given[0] as number)
      if (file !== undefined) this.entries.push({ kind: 'cut', file, size: given[1] as number })
      return original(...given)
    })
    this.#patch('truncateSync', (original, given) => {
      const file = this.#files.get(this.#nameOf(given[0] as string) ?? '')
      if (file !== undefined) this.entries.push({ kind: 'cut', file, size: given[1] as number })
      return original(...given)
    })
    this.#patch('writeFileSync', (original, given) => {
      const name = this.#nameOf(given[0] as string)
      if (name !== undefined && !this.#files.has(name)) this.#create(name)
      return original(...given)
    })
    this.#patch('renameSync', (original, given) => {
      const answer = original(...given)
      const [from, to] = [this.#nameOf(given[0] as string), this.#nameOf(given[1] as string)]
      if (from === undefined || to === undefined) return answer
      this.#files.set(to, this.#files.get(from)!)
      this.#files.delete(from)
      this.entries.push({ kind: 'rename', from, to })
      return answer
    })
    this.#patch('unlinkSync', (original, given) => {
      const answer = original(...given)
      const name = this.#nameOf(given[0] as string)
      if (name !== undefined && this.#files.delete(name)) this.entries.push({ kind: 'remove', name })
      return answer
    })
    this.#patch('mkdirSync', (original, given) => {
      const name = this.#nameOf(given[0] as string)
      if (name !== undefined) this.entries.push({ kind: 'folder', name })
      return original(...given)
    })
  }

  stop(): void {
    for (const restore of this.#restore.splice(0)) restore()
  }

  /** Texts of the notes made before the moment. */
  notesBefore(moment: number): string[] {
    return this.entries.slice(0, moment).flatMap((entry) => (entry.kind === 'note' ? [entry.text] : []))
  }

  /**
   * Writes to `target` what a power cut after `moment` entries may leave.
   *
   * @param chance random numbers, 0-1
   */
  writeImage(moment: number, target: string, chance: () => number): void {
    fs.cpSync(this.#base, target, { recursive: true })
    const before = this.entries.slice(0, moment)
    const lastFlush = before.findLastIndex((entry) => entry.kind === 'flush')
    const named = before.flatMap((entry, place) =>
      ['create', 'folder', 'rename', 'remove', 'cut'].includes(entry.kind) && place > lastFlush
        ? [place]
        : [],
    )
    const namesUpTo =
      named.length === 0 ? moment : (named[Math.floor(chance() * (named.length + 1))] ?? moment)
    const files = new Map<number, File>()
    const names = new Map<string, number>()
    for (const [name, id] of this.#initial()) {
      const bytes = fs.readFileSync(path.join(target, name))
      files.set(id, { bytes, size: bytes.length })
      names.set(name, id)
    }
    const flushedUpTo = this.#flushes(before)
    before.forEach((entry, place) => {
      if (entry.kind === 'write')
        this.#applyWrite(entry, files, place < (flushedUpTo.get(entry.file) ?? -1), chance)
      else if (entry.kind !== 'flush' && entry.kind !== 'note' && place < Math.max(namesUpTo, lastFlush)) {
        applyName(entry, files, names, target)
      }
    })
    for (const [name] of this.#initial()) fs.rmSync(path.join(target, name), { force: true })
    for (const [name, id] of names) {
      const file = files.get(id)
      if (!file) continue
      fs.mkdirSync(path.dirname(path.join(target, name)), { recursive: true })
      fs.writeFileSync(path.join(target, name), file.bytes.subarray(0, file.size))
    }
  }

  /** For each file, the place in the journal before which all its writes are on disk. */
  #flushes(before: Entry[]): Map<number, number> {
    const flushed = new Map<number, number>()
    before.forEach((entry, place) => {
      if (entry.kind !== 'flush') return
      const upTo = entry.upTo ?? place
      flushed.set(entry.file, Math.max(upTo, flushed.get(entry.file) ?? 0))
    })
    return flushed
  }

  #applyWrite(
    entry: Entry & { kind: 'write' },
    files: Map<number, File>,
    durable: boolean,
    chance: () => number,
  ) {
    const file = files.get(entry.file) ?? { bytes: Buffer.alloc(0), size: 0 }
    files.set(entry.file, file)
    const luck = chance()
    for (let offset = 0; offset < entry.bytes.length; offset += SECTOR_BYTES) {
      // Mostly a write survives or is lost as a whole; sometimes it is torn.
      const survives = durable || (luck < 0.4 ? false : luck < 0.8 ? true : chance() < 0.5)
      if (survives) put(file, entry.at + offset, entry.bytes.subarray(offset, offset + SECTOR_BYTES))
    }
  }

  #initialFiles: [string, number][] | undefined
  #initial(): [string, number][] {
    this.#initialFiles ??= fs
      .readdirSync(this.#base, { recursive: true, encoding: 'utf8' })
      .filter((name) => fs.statSync(path.join(this.#base, name)).isFile())
      .map((name, id) => [name, id])
    return this.#initialFiles
  }

  #create(name: string): void {
    const file = this.#count++
    this.#files.set(name, file)
    this.entries.push({ kind: 'create', name, file })
  }

  #flushed(handle: number): void {
    const file = this.#handles.get(handle)
    // A folder has no number of its own: flushing it makes names durable.
    this.entries.push({ kind: 'flush', file: file ?? -1 })
  }

  #nameOf(file: unknown): string | undefined {
    if (typeof file !== 'string' || !file.startsWith(this.#root + path.sep)) return undefined
    return path.relative(this.#root, file)
  }

  #patch(
    name: string,
    replacement: (original: (...given: unknown[]) => unknown, given: unknown[]) => unknown,
  ): void {
    const module = fs as unknown as Record<string, (...given: unknown[]) => unknown>
    const original = module[name]!
    module[name] = (...given) => replacement(original, given)
    this.#restore.push(() => {
      module[name] = original
    })
  }
}

function put(file: File, at: number, bytes: Buffer): void {
  const end = at + bytes.length
  if (end > file.bytes.length) {
    const larger = Buffer.alloc(Math.max(end, file.bytes.length * 2))
    file.bytes.copy(larger, 0, 0, file.size)
    file.bytes = larger
  }
  bytes.copy(file.bytes, at)
  file.size = Math.max(file.size, end)
}

function applyName(entry: Entry, files: Map<number, File>, names: Map<string, number>, target: string): void {
  if (entry.kind === 'create') {
    names.set(entry.name, entry.file)
    if (!files.has(entry.file)) files.set(entry.file, { bytes: Buffer.alloc(0), size: 0 })
  } else if (entry.kind === 'folder') fs.mkdirSync(path.join(target, entry.name), { recursive: true })
  else if (entry.kind === 'remove') names.delete(entry.name)
  else if (entry.kind === 'rename') {
    const id = names.get(entry.from)
    names.delete(entry.from)
    if (id !== undefined) names.set(entry.to, id)
  } else if (entry.kind === 'cut') {
    const file = files.get(entry.file)
    if (!file) return
    if (entry.size > file.size) put(file, entry.size, Buffer.alloc(0))
    file.bytes.fill(0, entry.size, file.size)
    file.size = entry.size
  }
}
