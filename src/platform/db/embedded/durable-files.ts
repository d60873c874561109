import fs from 'node:fs'
import { NodeFS } from '@electric-sql/pglite/nodefs'
import type { WalSync } from './wal-sync.ts'

type Init = NodeFS['init']
type Engine = Parameters<Init>[0]
type ModuleOptions = Parameters<Init>[1]

interface FileNode {
  name: string
  mode: number
  parent: FileNode
}
interface FileStream {
  node: FileNode
  nfd: number
}
interface Attributes {
  size?: number
}

/** The part of the engine's file system layer that is changed here. */
interface FileOperations {
  realPath(node: FileNode): string
  tryFSOperation<T>(work: () => T): T
  node_ops: {
    setattr(node: FileNode, attributes: Attributes): void
    rename(node: FileNode, folder: FileNode, name: string): void
    unlink(folder: FileNode, name: string): void
  }
  stream_ops: {
    open(stream: FileStream): void
    close(stream: FileStream): void
    fsync?(stream: FileStream): number
    setattr(stream: FileStream, attributes: Attributes): void
    write(stream: FileStream, buffer: Uint8Array, offset: number, length: number, position?: number): number
  }
}

export interface FileWatch {
  /** bytes written to the log */
  onLogWrite(bytes: number): void
}

const SEGMENT = /^[0-9A-F]{24}$/
const isLog = (node: FileNode) => node.parent.name === 'pg_wal' && SEGMENT.test(node.name)
const isFolder = (node: FileNode) => (node.mode & fs.constants.S_IFMT) === fs.constants.S_IFDIR

/**
 * Node files for the embedded engine that really reach the disk: its own file system layer has no `fsync`.
 * Flushes of the log go through `WalSync`; every other change of a file waits for the log first.
 */
export class DurableFiles extends NodeFS {
  #wal: WalSync
  #watch: FileWatch

  constructor(folder: string, wal: WalSync, watch: FileWatch) {
    super(folder)
    this.#wal = wal
    this.#watch = watch
  }

  override async init(engine: Engine, options: ModuleOptions) {
    const patch = (module: { NODEFS: FileOperations }) => this.#patch(module.NODEFS)
    return super.init(engine, { ...options, preRun: [...(options.preRun ?? []), patch as never] })
  }

  #patch(files: FileOperations): void {
    this.#patchStreams(files, { ...files.stream_ops })
    const { setattr, rename, unlink } = { ...files.node_ops }
    const afterLog = () => files.tryFSOperation(() => this.#wal.flushNow())
    files.node_ops.setattr = (node, attributes) => {
      if (attributes.size !== undefined) afterLog()
      setattr(node, attributes)
    }
    files.node_ops.rename = (node, folder, name) => {
      afterLog()
      rename(node, folder, name)
    }
    files.node_ops.unlink = (folder, name) => {
      afterLog()
      unlink(folder, name)
    }
  }

  #patchStreams(files: FileOperations, original: FileOperations['stream_ops']): void {
    const wal = this.#wal
    const streams = files.stream_ops
    const isWindows = process.platform === 'win32'
    streams.fsync = (stream) => {
      files.tryFSOperation(() => {
        if (isLog(stream.node)) wal.request(files.realPath(stream.node))
        else if (!(isWindows && isFolder(stream.node))) fs.fdatasyncSync(stream.nfd)
      })
      return 0
    }
    streams.write = (stream, buffer, offset, length, position) => {
      if (isLog(stream.node)) this.#watch.onLogWrite(length)
      else if (wal.pending) files.tryFSOperation(() => wal.flushNow())
      return original.write(stream, buffer, offset, length, position)
    }
    streams.setattr = (stream, attributes) => {
      if (attributes.size !== undefined) files.tryFSOperation(() => wal.flushNow())
      original.setattr(stream, attributes)
    }
    // Windows has no file handle for a folder; the engine opens folders only to flush them.
    if (isWindows) {
      streams.open = (stream) => {
        if (!isFolder(stream.node)) original.open(stream)
      }
    }
  }
}
