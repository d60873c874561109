import { type ReactNode, useState } from 'react'
import { Button, Combobox, Dialog, Field, useOperation } from '#platform/ui/index.ts'
import { sellerLoads } from '../contract.ts'

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
  /** what happens without a seller, on the button; absent: a seller is needed */
  byRules?: string
  busy: boolean
  /** null: the rules choose */
  onSend: (sellerId: string | null) => void
  onClose: () => void
  children?: ReactNode
}) {
  const { data } = useOperation(sellerLoads, {})
  const [sellerId, setSellerId] = useState<string | null>(null)
  return (
    <Dialog
      size="sm"
      title={title}
      description={description}
      open
      onOpenChange={(open) => !open && onClose()}
      footer={
        <>
          {byRules && (
            <Button busy={busy} onClick={() => onSend(null)}>
              {byRules}
            </Button>
          )}
          <Button variant="primary" disabled={!sellerId} busy={busy} onClick={() => onSend(sellerId)}>
            To this seller
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <Field label="Seller">
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
