import { Check, Clock, Ellipsis, PhoneOutgoing, Undo2, X } from 'lucide-react'
import { Button, cx, Kbd, Menu } from '#platform/ui/index.ts'
import { type HandOff, isOpen } from './data.ts'
import { obstacle, type RecordActions } from './record-actions.ts'

/** What to do with the hand-off in view, the next step first. `foot`: within reach of a thumb. */
export function ActionBar({
  handOff,
  actions,
  foot = false,
}: {
  handOff: HandOff
  actions: RecordActions
  foot?: boolean
}) {
  if (!isOpen(handOff) || !handOff.mine) return null
  const isNew = handOff.state === 'offered'
  const waits = handOff.standing === 'paused'
  const grow = foot ? 'flex-1' : ''
  const key = (letter: string) => !foot && <Kbd>{letter}</Kbd>
  return (
    <div
      role="toolbar"
      aria-label="What to do"
      data-foot-bar={foot ? '' : undefined}
      className={cx(
        'no-print flex items-center gap-1.5 px-5',
        foot ? 'border-t bg-surface px-3 py-2' : 'flex-wrap border-b pb-3',
      )}
    >
      {isNew && (
        <Button variant="primary" icon={Check} className={grow} onClick={actions.accept}>
          Accept {key('a')}
        </Button>
      )}
      <Button
        variant={isNew ? 'secondary' : 'primary'}
        icon={PhoneOutgoing}
        className={grow}
        onClick={() => actions.ask('attempt')}
      >
        {foot ? 'Log' : 'Log attempt'} {key('l')}
      </Button>
      {isNew ? (
        <Button icon={X} className={grow} onClick={() => actions.ask('reject')}>
          Reject {key('r')}
        </Button>
      ) : (
        <Button className={grow} onClick={() => actions.ask('convert')}>
          Convert {key('o')}
        </Button>
      )}
      {!foot && !waits && (
        <Button icon={Clock} onClick={() => actions.ask('pause')}>
          Wait {key('s')}
        </Button>
      )}
      <Menu
        side={foot ? 'top' : 'bottom'}
        trigger={<Button icon={Ellipsis} aria-label="More" className="!px-2.5" />}
        entries={more(handOff, actions)}
      />
    </div>
  )
}

function more(handOff: HandOff, actions: RecordActions) {
  const barred = (what: Parameters<typeof obstacle>[1]) => obstacle(handOff, what) !== null
  return [
    handOff.standing === 'paused'
      ? { label: 'Stop waiting', icon: Undo2, onSelect: actions.resume }
      : { label: 'Wait for the customer', hint: 's', icon: Clock, onSelect: () => actions.ask('pause') },
    {
      label: 'Convert to an opportunity',
      hint: 'o',
      disabled: barred('convert'),
      onSelect: () => actions.ask('convert'),
    },
    { label: 'Recycle', hint: 'y', disabled: barred('recycle'), onSelect: () => actions.ask('recycle') },
    { kind: 'separator' as const },
    { label: 'Reject', hint: 'r', onSelect: () => actions.ask('reject') },
    {
      label: 'Disqualify',
      hint: 'x',
      danger: true,
      disabled: barred('disqualify'),
      onSelect: () => actions.ask('disqualify'),
    },
  ]
}
