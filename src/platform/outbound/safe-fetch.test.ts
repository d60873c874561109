import http from 'node:http'
import type { AddressInfo } from 'node:net'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { INTERNAL, PUBLIC } from '#test/outbound-corpus.ts'
import { createSafeFetch, isPublicAddress, OutboundError, outboundUrlFault, readAllowList } from './index.ts'
import type { Resolve } from './resolve.ts'

/** A server inside; nothing may reach it unless it is allowed by name. */
let hits = 0
let served: (request: http.IncomingMessage, response: http.ServerResponse) => void
const sink = http.createServer((request, response) => {
  hits += 1
  served(request, response)
})
let port = 0
beforeAll(async () => {
  await new Promise<void>((done) => sink.listen(0, '127.0.0.1', done))
  port = (sink.address() as AddressInfo).port
})
afterAll(() => {
  sink.closeAllConnections()
  sink.close()
})

const NONE = readAllowList('')
const faultOf = async (asked: Promise<unknown>) => {
  const error = await asked.then(
    () => null,
    (reason: unknown) => reason,
  )
  return error instanceof OutboundError ? error.fault : error
}
const allowed = () => createSafeFetch({ allow: readAllowList(`127.0.0.1:${port}`) })
const url = () => `http://127.0.0.1:${port}/hook`

describe('T-26 ssrf.corpus', () => {
  it('holds at least eighty ways to write an inside address', () => {
    expect(INTERNAL.length).toBeGreaterThanOrEqual(80)
  })

  it.each(INTERNAL)('%s is refused before anything is sent', async (host) => {
    hits = 0
    served = (_, response) => response.end('secret')
    const safeFetch = createSafeFetch({
      allow: NONE,
      resolve: async () => [{ address: '127.0.0.1', family: 4 }],
    })
    for (const text of [`http://${host}:${port}/`, `https://${host}/`, `http://${host}`])
      expect(await faultOf(safeFetch(text)), text).toBe('refused')
    expect(hits).toBe(0)
  })

  it.each(PUBLIC)('%s is public and passes', (address) => {
    expect(isPublicAddress(address.replace(/^\[|\]$/g, ''))).toBe(true)
    expect(outboundUrlFault(`https://${address}/hook`, NONE)).toBeNull()
    expect(outboundUrlFault(`http://${address}:8080/hook`, NONE)).toBeNull()
  })

  it('names pass at first sight and are held to what they resolve to', async () => {
    expect(outboundUrlFault('https://hooks.example.com/services/T0/B0', NONE)).toBeNull()
    const inside = createSafeFetch({
      allow: NONE,
      resolve: async () => [
        { address: '93.184.216.34', family: 4 },
        { address: '10.0.0.8', family: 4 },
      ],
    })
    expect(await faultOf(inside('https://hooks.example.com'))).toBe('refused')
  })

  it.each([
    'ftp://example.com',
    'file:///etc/passwd',
    'gopher://example.com',
    'javascript:alert(1)',
    'data:text/plain,x',
    '//example.com',
    'example.com',
    '',
    'http://',
    'http://user:pass@example.com',
    'http://example.com:25/',
    'http://example.com:22/',
    `http://example.com/${'x'.repeat(3_000)}`,
  ])('%s is no address to send to', (text) => {
    expect(outboundUrlFault(text, NONE)).toMatch(/\.$/)
  })

  it('every private IPv4 address is refused in its four notations, every one outside passes', () => {
    const part = fc.integer({ min: 0, max: 255 })
    fc.assert(
      fc.property(
        fc.oneof(
          fc.tuple(fc.constant(10), part, part, part),
          fc.tuple(fc.constant(127), part, part, part),
          fc.tuple(fc.constant(172), fc.integer({ min: 16, max: 31 }), part, part),
          fc.tuple(fc.constant(192), fc.constant(168), part, part),
          fc.tuple(fc.constant(100), fc.integer({ min: 64, max: 127 }), part, part),
          fc.tuple(fc.constant(169), fc.constant(254), part, part),
          fc.tuple(fc.integer({ min: 224, max: 255 }), part, part, part),
        ),
        ([a, b, c, d]) => {
          const number = ((a * 256 + b) * 256 + c) * 256 + d
          const hex = number.toString(16).padStart(8, '0')
          for (const host of [
            `${a}.${b}.${c}.${d}`,
            String(number),
            `0x${hex}`,
            `0${a.toString(8)}.${b}.${c}.${d}`,
            `${a}.${b * 65_536 + c * 256 + d}`,
            `[::ffff:${hex.slice(0, 4)}:${hex.slice(4)}]`,
            `[64:ff9b::${hex.slice(0, 4)}:${hex.slice(4)}]`,
            `[2002:${hex.slice(0, 4)}:${hex.slice(4)}::1]`,
          ])
            expect(outboundUrlFault(`http://${host}/`, NONE), host).not.toBeNull()
        },
      ),
    )
    for (const second of [128, 200, 255]) expect(isPublicAddress(`100.${second}.0.1`)).toBe(true)
  })

  it('an operator may let a host with its port through, and nothing beside it', async () => {
    served = (_, response) => response.end('ok')
    hits = 0
    expect((await allowed()(url())).body.toString()).toBe('ok')
    expect(hits).toBe(1)
    expect(
      outboundUrlFault(`http://127.0.0.1:${port + 1}/`, readAllowList(`127.0.0.1:${port}`)),
    ).not.toBeNull()
    expect(outboundUrlFault('http://[::1]:80/', readAllowList('[::1]:80'))).toBeNull()
    for (const wrong of ['example.com', 'example.com:0', 'http://x:80', 'a b:80', 'user@x:80', 'x:99999'])
      expect(() => readAllowList(wrong), wrong).toThrow('host:port')
  })
})

describe('T-27 ssrf.rebind', () => {
  it('a name is asked for once and the connection goes to the answer that was checked', async () => {
    hits = 0
    const answers = [
      [{ address: '203.0.113.1', family: 4 as const }],
      [{ address: '127.0.0.1', family: 4 as const }],
    ]
    let asked = 0
    const rebinding: Resolve = async () => {
      asked += 1
      return answers[Math.min(asked, answers.length) - 1]!
    }
    const safeFetch = createSafeFetch({ allow: NONE, resolve: rebinding })
    expect(await faultOf(safeFetch(`http://rebind.example:${port}/`))).toBe('refused')
    // the second request sees the second answer, which is refused as well
    expect(await faultOf(safeFetch(`http://rebind.example:${port}/`))).toBe('refused')
    expect(asked).toBe(2)
    expect(hits).toBe(0)
  })

  it('a name with a public answer first and an inside one afterwards is looked up once only', async () => {
    hits = 0
    let asked = 0
    const safeFetch = createSafeFetch({
      allow: NONE,
      resolve: async () => {
        asked += 1
        // unroutable here, public by the rule
        return asked === 1 ? [{ address: '8.8.8.8', family: 4 }] : [{ address: '127.0.0.1', family: 4 }]
      },
    })
    const fault = await faultOf(safeFetch(`http://rebind.example:${port}/`, {}, { timeoutMs: 300 }))
    expect(['timeout', 'unreachable']).toContain(fault)
    expect([asked, hits]).toEqual([1, 0])
  })

  it('a name whose address an operator allowed is reached at that address', async () => {
    hits = 0
    served = (request, response) => response.end(request.headers.host)
    let asked = 0
    const safeFetch = createSafeFetch({
      allow: readAllowList(`127.0.0.1:${port}`),
      resolve: async () => {
        asked += 1
        return [{ address: '127.0.0.1', family: 4 }]
      },
    })
    const answer = await safeFetch(`http://hooks.example:${port}/`)
    expect([answer.body.toString(), asked, hits]).toEqual([`hooks.example:${port}`, 1, 1])
  })

  it('redirects are failures and are not followed', async () => {
    for (const status of [301, 302, 303, 307, 308]) {
      hits = 0
      served = (_, response) => response.writeHead(status, { location: url() }).end()
      const error = (await allowed()(url()).catch((reason: unknown) => reason)) as OutboundError
      expect([error.fault, error.status, hits]).toEqual(['redirect', status, 1])
    }
  })

  it('an answer at a byte a second ends with the time that was given', async () => {
    served = (_, response) => {
      response.writeHead(200)
      const drip = setInterval(() => response.write('.'), 50)
      response.on('close', () => clearInterval(drip))
    }
    const from = performance.now()
    expect(await faultOf(allowed()(url(), {}, { timeoutMs: 400 }))).toBe('timeout')
    expect(performance.now() - from).toBeLessThan(10_000)
    const cut = await allowed()(url(), {}, { timeoutMs: 5_000, bodyMs: 200, cutBody: true })
    expect([cut.status, cut.cut, cut.body.length > 0]).toEqual([200, true, true])
  })

  it('headers that never end, and none at all, end with the time that was given', async () => {
    served = () => {}
    expect(await faultOf(allowed()(url(), {}, { timeoutMs: 200 }))).toBe('timeout')
    served = (request) => {
      request.socket.write('HTTP/1.1 200 OK\r\n')
      const drip = setInterval(() => request.socket.write(`x-${Math.random()}: ${'y'.repeat(2_000)}\r\n`), 1)
      request.socket.on('close', () => clearInterval(drip))
      request.socket.on('error', () => {})
    }
    expect(['unreachable', 'timeout']).toContain(await faultOf(allowed()(url(), {}, { timeoutMs: 2_000 })))
  })

  it('a gigabyte is read up to the limit only', async () => {
    const chunk = Buffer.alloc(64 * 1024, 'x')
    let sent = 0
    served = (_, response) => {
      response.writeHead(200, { 'content-length': String(1024 ** 3) })
      const pump = () => {
        while (!response.destroyed && sent < 1024 ** 3) {
          sent += chunk.length
          if (!response.write(chunk)) return void response.once('drain', pump)
        }
      }
      pump()
    }
    expect(await faultOf(allowed()(url()))).toBe('too_large')
    const cut = await allowed()(url(), {}, { maxBodyBytes: 64 * 1024, cutBody: true })
    expect([cut.status, cut.cut, cut.body.length]).toEqual([200, true, 64 * 1024])
    expect(sent).toBeLessThan(64 * 1024 * 1024)
  })

  it('a silent name server ends with the time that was given', async () => {
    const safeFetch = createSafeFetch({ allow: NONE, resolve: () => new Promise(() => {}) })
    expect(await faultOf(safeFetch('https://silent.example', {}, { timeoutMs: 150 }))).toBe('timeout')
  })

  it('a host that failed five times rests for half a minute and is then tried again', async () => {
    let now = 0
    served = (request) => request.socket.destroy()
    const safeFetch = createSafeFetch({ allow: readAllowList(`127.0.0.1:${port}`), clock: () => now })
    for (let time = 0; time < 5; time += 1) expect(await faultOf(safeFetch(url()))).toBe('unreachable')
    hits = 0
    expect(await faultOf(safeFetch(url()))).toBe('resting')
    now = 29_999
    expect(await faultOf(safeFetch(url()))).toBe('resting')
    expect(hits).toBe(0)
    now = 30_000
    served = (_, response) => response.writeHead(500).end()
    expect((await safeFetch(url())).status).toBe(500)
    expect((await safeFetch(url())).status).toBe(500)
  })

  it('what the caller sends arrives: method, headers, body', async () => {
    served = (request, response) => {
      let body = ''
      request.on('data', (part) => {
        body += part
      })
      request.on('end', () => response.end(JSON.stringify([request.method, request.headers['x-one'], body])))
    }
    const answer = await allowed()(url(), { method: 'POST', headers: { 'x-one': '1' }, body: 'hällo' })
    expect(JSON.parse(answer.body.toString())).toEqual(['POST', '1', 'hällo'])
  })
})
