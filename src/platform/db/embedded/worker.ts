import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads'
import { Engine } from './engine.ts'
import type { FromEngine, ToEngine, WorkerOptions } from './messages.ts'
import { Multiplexer } from './multiplexer.ts'

/** The thread in which the embedded database lives. */
const port = parentPort!
const options = workerData as WorkerOptions
function tell(message: FromEngine): void {
  const bytes = message.kind === 'bytes' ? message.bytes : null
  port.postMessage(message, bytes ? [bytes.buffer as ArrayBuffer] : [])
}

let failed = false
function fail(error: unknown): void {
  if (failed) return
  failed = true
  tell({ kind: 'failed', reason: error instanceof Error ? error.message : String(error) })
  // Nothing the engine holds in memory can be trusted now; its log on disk can.
  process.exit(1)
}

let multiplexer: Multiplexer | undefined
const engine = await Engine.open({
  dataDir: options.dataDir,
  durable: options.durable,
  onDurable: () => multiplexer?.releaseDurable(),
  onFailure: fail,
}).catch((error: unknown) => {
  fail(error)
  throw error
})

multiplexer = new Multiplexer(
  engine,
  (client, bytes) => tell({ kind: 'bytes', client, bytes }),
  options.timeouts,
)

async function stop(): Promise<void> {
  multiplexer?.stop()
  await engine.close()
  tell({ kind: 'stopped' })
  process.exit(0)
}

/** What arrived together is worked off together. */
function take(first: ToEngine): void {
  for (let message: ToEngine | undefined = first; message; message = receiveMessageOnPort(port)?.message) {
    if (message.kind === 'stop') return void stop().catch(fail)
    multiplexer!.receive(message.client, message.bytes)
  }
  multiplexer!.work()
}

port.on('message', (message: ToEngine) => {
  try {
    take(message)
  } catch (error) {
    fail(error)
  }
})

setInterval(() => multiplexer.sweep(), 1_000).unref()
tell({ kind: 'ready' })
