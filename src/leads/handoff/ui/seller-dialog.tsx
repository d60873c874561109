import { type ReactNode, useState } from 'react'
import { Button, Combobox, Dialog, Field, useOperation } from '#platform/ui/index.ts'
import { sellerLoads } from '../contract.ts'

/** Tells the name of a seller by their id; null when it is not known. */
export function useSellerName(): (sellerId: string | undefined) => string | null {
  const { data } = useOperation(sellerLoads, {})
  return (sellerId) => data?.items.find((one) => one.sellerId === sellerId)?.name ?? null
}

/** Who has so many leads now, as a toast says it. @param seller null: whom the rules chose */
export function givenWords(given: number, unchanged: number, seller: string | null): string {
  if (given === 0) return 'Nothing changed: no other seller was found for them'
  const leads = given === 1 ? '1 lead' : `${given} leads`
  const who = seller === null ? 'given out by the rules' : `now with ${seller}`
  return `${leads} ${who}${unchanged > 0 ? `, ${unchanged} unchanged` : ''}`
}

/** Asks for one of the sellers, with how much each has at hand, or leaves the choice to the rules. */
export function SellerDialog({
  title,
  description,
  byRules,
  busy,
  onSend,
  onClose,
  children,
}: {
  title: string
  description: string
  /** what happens without a seller, on the button */
  byRules: string
  busy: boolean
  /** null: the rules choose */
  onSend: (sellerId: string | null) => void
  onClose: () => void
  children?: ReactNode
}) {
  const { data } = useOperation(sellerLoads, {})
  const [sellerId, setSellerId] = useState<string | null>(null)
  const [tried, setTried] = useState(false)
  const chosen = data?.items.find((one) => one.sellerId === sellerId)
  return (
    <Dialog
      size="sm"
      title={title}
      description={description}
      open
      onOpenChange={(open) => !open && onClose()}
      footer={
        <>
          <Button busy={busy} onClick={() => onSend(null)}>
            {byRules}
          </Button>
          <Button
            variant="primary"
            busy={busy}
            onClick={() => (sellerId === null ? setTried(true) : onSend(sellerId))}
          >
            To {chosen?.name ?? 'this seller'}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <Field label="Seller" error={tried && sellerId === null ? 'Choose a seller first' : undefined}>
          <Combobox
            clearable
            value={sellerId}
            onChange={setSellerId}
            placeholder="Type a name"
            options={(data?.items ?? []).map((one) => ({
              value: one.sellerId,
              label: one.name,
              hint: [`${one.offered + one.working + one.paused} open`, one.awayUntil !== null && 'away']
                .filter(Boolean)
                .join(', '),
            }))}
          />
        </Field>
        {children}
      </div>
    </Dialog>
  )
}
