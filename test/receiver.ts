import http from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Received {
  at: number
  headers: Record<string, string>
  body: string
}

/** A real HTTP server that takes webhooks and answers as it is told to. */
export interface Receiver {
  url: string
  /** `127.0.0.1:port`, for OUTBOUND_ALLOW */
  host: string
  received: Received[]
  /** how it answers; 200 unless told */
  answer: (request: http.IncomingMessage, response: http.ServerResponse, body: string) => void
  close(): Promise<void>
}

/** Starts one on a free port. `clock` stamps what arrives. */
export async function startReceiver(clock: () => number = Date.now): Promise<Receiver> {
  const server = http.createServer((request, response) => {
    let body = ''
    request.on('data', (part: Buffer) => {
      body += part.toString('utf8')
    })
    request.on('end', () => {
      receiver.received.push({ at: clock(), headers: request.headers as Record<string, string>, body })
      receiver.answer(request, response, body)
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  const receiver: Receiver = {
    url: `http://${host}/hook`,
    host,
    received: [],
    answer: (_, response) => void response.end('ok'),
    close: () =>
      new Promise((done) => {
        server.closeAllConnections()
        server.close(() => done())
      }),
  }
  return receiver
}
