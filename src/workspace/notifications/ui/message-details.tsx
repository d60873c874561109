import { ArrowLeft, RotateCcw } from 'lucide-react'
import type { z } from 'zod'
import {
  Badge,
  Button,
  CodeBlock,
  ErrorState,
  Facts,
  formatCount,
  formatExact,
  Loading,
  useMutate,
  useOperation,
} from '#platform/ui/index.ts'
import { listMessages, listWebhooks, readMessage, replayMessage } from '../contract.ts'
import { MESSAGE_STATES, type WebhookRow } from './webhook-words.ts'

type Message = z.output<(typeof readMessage)['output']>

/** One message as it is sent, and every attempt to deliver it. */
export function MessageDetails({
  webhook,
  messageId,
  onBack,
}: {
  webhook: WebhookRow
  messageId: string
  onBack: () => void
}) {
  const message = useOperation(readMessage, { id: webhook.id, messageId })
  const replay = useMutate(replayMessage, {
    invalidates: [readMessage, listMessages, listWebhooks],
    done: 'On its way again',
  })
  return (
    <div className="flex flex-col gap-5">
      <div className="flex justify-between gap-2">
        <Button size="sm" variant="quiet" icon={ArrowLeft} onClick={onBack}>
          Log
        </Button>
        <Button
          size="sm"
          icon={RotateCcw}
          disabled={webhook.state !== 'active'}
          busy={replay.isPending}
          onClick={() => replay.mutate({ id: webhook.id, messageId })}
        >
          Send again
        </Button>
      </div>
      {message.isPending ? (
        <Loading />
      ) : message.error || !message.data ? (
        <ErrorState error={message.error} onRetry={() => void message.refetch()} />
      ) : (
        <Details message={message.data} />
      )}
    </div>
  )
}

function Details({ message }: { message: Message }) {
  const { tone, label } = MESSAGE_STATES[message.state]
  return (
    <>
      <Facts
        items={[
          { label: 'Event', value: <code className="font-mono text-xs">{message.event}</code> },
          { label: 'State', value: <Badge tone={tone}>{label}</Badge> },
          { label: 'Happened', value: formatExact(message.createdAt) },
          {
            label: 'Delivered',
            value: message.deliveredAt === null ? '–' : formatExact(message.deliveredAt),
          },
          { label: 'Next try', value: message.nextAt === null ? '–' : formatExact(message.nextAt) },
        ]}
      />
      <CodeBlock label="webhook-id">{message.webhookId}</CodeBlock>
      <CodeBlock label="Body">{pretty(message.body)}</CodeBlock>
      <section aria-label="Attempts">
        <h3 className="mb-2 text-sm font-semibold">Attempts</h3>
        {message.log.length === 0 && <p className="text-ink-3">None yet.</p>}
        <ol className="flex flex-col gap-3">
          {message.log.map((attempt) => (
            <li key={attempt.number} className="rounded-md border p-3">
              <p className="flex flex-wrap items-baseline justify-between gap-x-4">
                <span className={attempt.fault ? 'font-medium text-bad' : 'font-medium text-good'}>
                  {attempt.fault ?? `Answered ${attempt.status}`}
                </span>
                <span className="num text-xs text-ink-3">
                  {formatExact(attempt.startedAt)}, {formatCount(attempt.durationMs)} ms
                </span>
              </p>
              {attempt.excerpt && (
                <pre className="mt-2 max-h-32 overflow-auto rounded-sm bg-sunken p-2 font-mono text-xs break-all whitespace-pre-wrap">
                  {attempt.excerpt}
                </pre>
              )}
            </li>
          ))}
        </ol>
      </section>
    </>
  )
}

function pretty(json: string): string {
  try {
    return JSON.stringify(JSON.parse(json), null, 2)
  } catch {
    return json
  }
}
