import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

export interface Metrics {
  observeRequest(method: string, status: number, seconds: number): void
  /** Prometheus text */
  text(): Promise<string>
}

/** Figures of this process in Prometheus form: requests, and what the runtime itself reports. */
export function createMetrics(version: string): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  new Gauge({
    name: 'accord_info',
    help: 'Version of this installation',
    labelNames: ['version'],
    registers: [registry],
  }).set({ version }, 1)
  const requests = new Counter({
    name: 'accord_http_requests_total',
    help: 'Requests answered',
    labelNames: ['method', 'status'],
    registers: [registry],
  })
  const seconds = new Histogram({
    name: 'accord_http_request_seconds',
    help: 'Time to answer',
    labelNames: ['method'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  })
  return {
    observeRequest(method, status, took) {
      requests.inc({ method, status })
      seconds.observe({ method }, took)
    },
    text: () => registry.metrics(),
  }
}
