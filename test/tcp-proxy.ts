import net from 'node:net'

/** A line between a program and a server that can be cut or slowed down. */
export interface TcpProxy {
  port: number
  /** each piece that is sent to the server is held for so long, milliseconds */
  delayMs: number
  /** From now on nothing passes, and nobody is told: what was sent is lost, connections stay open. */
  cut(): void
  /** New connections pass again; those of before stay dead. */
  mend(): void
  close(): Promise<void>
}

/**
 * @param target port on this machine
 * @example const line = await startTcpProxy(5432); line.cut()
 */
export async function startTcpProxy(target: number): Promise<TcpProxy> {
  const sockets = new Set<net.Socket>()
  /** ends at the server of connections that a cut killed: it notices at the next one */
  const forgotten = new Set<net.Socket>()
  let dead = new WeakSet<net.Socket>()
  let isCut = false
  const track = (socket: net.Socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
  }
  const server = net.createServer((client) => {
    track(client)
    if (isCut) return
    const upstream = net.connect(target, '127.0.0.1')
    track(upstream)
    const pass = (from: net.Socket, to: net.Socket, wait: () => number) => {
      from.on('data', (bytes) => {
        const send = () => !dead.has(from) && to.writable && to.write(bytes)
        if (wait() > 0) setTimeout(send, wait())
        else send()
      })
      from.on('close', () => !dead.has(from) && to.destroy())
    }
    pass(client, upstream, () => proxy.delayMs)
    pass(upstream, client, () => 0)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const proxy: TcpProxy = {
    port: (server.address() as net.AddressInfo).port,
    delayMs: 0,
    cut() {
      isCut = true
      for (const socket of forgotten) socket.destroy()
      forgotten.clear()
      for (const socket of sockets) {
        dead.add(socket)
        if (socket.remotePort === target) forgotten.add(socket)
      }
    },
    mend() {
      isCut = false
    },
    async close() {
      for (const socket of sockets) socket.destroy()
      dead = new WeakSet()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return proxy
}
