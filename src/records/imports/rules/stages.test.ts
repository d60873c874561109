import { describe, expect, it } from 'vitest'
import { outcomeOfStage, stageKey } from './stages.ts'

describe('the outcome of a deal, told from the name of its stage', () => {
  it.each([
    [
      'won',
      'Closed Won',
      'closedwon',
      'Closed-Won',
      'Closed/Won',
      '6 - Closed Won',
      'Won - upsell',
      'Signed',
    ],
    [
      'won',
      'Abgeschlossen und gewonnen',
      'Gewonnen (Vertrag)',
      'Auftrag gewonnen',
      'Fermé gagné',
      'Cerrado ganado',
    ],
    ['lost', 'Closed Lost', 'closedlost', '7. Lost', 'Lost - No budget', 'Lost to competitor', 'No decision'],
    [
      'lost',
      'Abgeschlossen und verloren',
      'Verloren',
      'Fermé perdu',
      'Cierre perdido',
      'Cancelled',
      'Enterprise: Closed Lost',
    ],
    [
      'open',
      'Demo',
      'Almost lost',
      "Won't decide yet",
      'Wongsa',
      'Customer review',
      'Contract sent',
      'Won or lost',
    ],
    ['open', 'Closed', 'Abgeschlossen', '', '4', 'Entscheidung'],
  ])('is %s', (outcome, ...stages) => {
    expect(stages.map((stage) => [stage, outcomeOfStage(stage)])).toEqual(
      stages.map((stage) => [stage, outcome]),
    )
  })
})

it('reads the lifecycle stages of a German HubSpot', () => {
  expect(['Lead', 'Marketing-qualifizierter Lead', 'Kunde'].map(stageKey)).toEqual([
    'inquiry',
    'mql',
    'customer',
  ])
})
