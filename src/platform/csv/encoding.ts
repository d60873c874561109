import { isAscii, isUtf8 } from 'node:buffer'
import { CsvProblem } from './problem.ts'

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252'

const MAGIC: readonly (readonly [number[], string])[] = [
  [
    [0x50, 0x4b, 0x03, 0x04],
    'an Excel workbook or another ZIP archive. Open it and save the sheet as CSV (UTF-8)',
  ],
  [[0xd0, 0xcf, 0x11, 0xe0], 'an old Excel workbook. Open it and save the sheet as CSV (UTF-8)'],
  [[0x1f, 0x8b], 'compressed (gzip). Unpack it first'],
  [[0x25, 0x50, 0x44, 0x46], 'a PDF. Export the data as CSV instead'],
  [[0x89, 0x50, 0x4e, 0x47], 'a picture. Export the data as CSV instead'],
  [[0xff, 0xd8, 0xff], 'a picture. Export the data as CSV instead'],
  [[0x7f, 0x45, 0x4c, 0x46], 'a program. Choose the CSV export'],
  [[0x50, 0x41, 0x52, 0x31], 'a Parquet file. Export the data as CSV instead'],
]

/**
 * Names the encoding of a file from its first bytes.
 *
 * @throws {CsvProblem} `binary` when they are not text
 */
export function sniffEncoding(sample: Uint8Array): { encoding: Encoding; bomBytes: number } {
  for (const [bytes, what] of MAGIC) {
    if (bytes.every((byte, index) => sample[index] === byte))
      throw new CsvProblem('binary', `This file is ${what}.`)
  }
  if (sample[0] === 0xef && sample[1] === 0xbb && sample[2] === 0xbf)
    return { encoding: 'utf-8', bomBytes: 3 }
  if (sample[0] === 0xff && sample[1] === 0xfe) return { encoding: 'utf-16le', bomBytes: 2 }
  if (sample[0] === 0xfe && sample[1] === 0xff) return { encoding: 'utf-16be', bomBytes: 2 }
  return { encoding: sniffWithoutMark(sample), bomBytes: 0 }
}

function sniffWithoutMark(sample: Uint8Array): Encoding {
  let nulEven = 0
  let nulOdd = 0
  let control = 0
  for (let index = 0; index < sample.length; index++) {
    const byte = sample[index]!
    if (byte === 0) index % 2 === 0 ? nulEven++ : nulOdd++
    else if (byte < 32 && byte !== 9 && byte !== 10 && byte !== 13) control++
  }
  const half = sample.length / 2
  if (nulOdd > half * 0.4 && nulEven < half * 0.05) return 'utf-16le'
  if (nulEven > half * 0.4 && nulOdd < half * 0.05) return 'utf-16be'
  if (nulEven + nulOdd + control > Math.max(8, sample.length * 0.02)) {
    throw new CsvProblem(
      'binary',
      'This file is not text (it holds many control characters). Choose the CSV export.',
    )
  }
  return isUtf8(withoutTornEnd(sample)) ? 'utf-8' : 'windows-1252'
}

/** Cuts a multi-byte character off that the end of a chunk tears apart. */
function withoutTornEnd(chunk: Uint8Array): Uint8Array {
  return chunk.subarray(0, chunk.length - tornBytes(chunk))
}

function tornBytes(chunk: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, chunk.length); back++) {
    const byte = chunk[chunk.length - back]!
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2
      return length > back ? back : 0
    }
    if (byte < 0x80) return 0
  }
  return 0
}

/**
 * Turns the bytes of a file into UTF-8 chunks. A file that looked like plain ASCII and turns out to be windows-1252 later
 * is still read rightly; broken bytes in a UTF-8 file become the replacement character and are counted by `onBroken`.
 */
export class Utf8Chunks {
  encoding: Encoding
  private readonly onBroken: () => void
  private rest = new Uint8Array(0)
  private sawUtf8 = false
  private decoder: TextDecoder | undefined

  constructor(encoding: Encoding, onBroken: () => void) {
    this.encoding = encoding
    this.onBroken = onBroken
    if (encoding !== 'utf-8') this.decoder = new TextDecoder(encoding)
  }

  push(chunk: Uint8Array): Buffer {
    if (this.decoder) return Buffer.from(this.decoder.decode(chunk, { stream: true }))
    const whole = this.rest.length
      ? Buffer.concat([this.rest, chunk])
      : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length)
    const torn = tornBytes(whole)
    const ready = whole.subarray(0, whole.length - torn)
    this.rest = Uint8Array.from(whole.subarray(whole.length - torn))
    if (isAscii(ready)) return ready
    if (isUtf8(ready)) {
      this.sawUtf8 = true
      return ready
    }
    return this.recover(whole)
  }

  end(): Buffer {
    if (this.decoder) return Buffer.from(this.decoder.decode())
    return this.rest.length ? this.recover(Buffer.from(this.rest)) : Buffer.alloc(0)
  }

  private recover(bytes: Buffer): Buffer {
    this.rest = new Uint8Array(0)
    if (!this.sawUtf8) {
      this.encoding = 'windows-1252'
      this.decoder = new TextDecoder('windows-1252')
      return Buffer.from(this.decoder.decode(bytes, { stream: true }))
    }
    this.onBroken()
    return Buffer.from(new TextDecoder('utf-8').decode(bytes))
  }
}
