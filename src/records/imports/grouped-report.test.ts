import { describe, expect, it } from 'vitest'
import { readCsv } from '#test/factories/csv-reading.ts'

const deals = ({ rows }: Awaited<ReturnType<typeof readCsv>>) =>
  rows.flatMap((row) =>
    row.kind === 'opportunity' ? [[row.name, row.stage, row.status, row.seller?.name]] : [],
  )
const musts = ({ understanding }: Awaited<ReturnType<typeof readCsv>>) =>
  understanding.questions.filter(({ must }) => must)

describe('a report that is grouped by stage', () => {
  it('gives each deal the stage whose title stands above it, and no deal for titles and totals', async () => {
    const read = await readCsv({
      'report.csv':
        'Stage,Account Name,Opportunity Name,Amount\n"Closed Won (2 records)",,,\n,Acme,Deal 1,100\n,Total,Deal 2,200\nSubtotal,,,300\n"Closed Lost (1 record)",,,\n,Gamma,Deal 3,50\nGrand Total,,,350\n',
    })
    expect(deals(read)).toEqual([
      ['Deal 1', 'Closed Won', 'won', undefined],
      ['Deal 2', 'Closed Won', 'won', undefined],
      ['Deal 3', 'Closed Lost', 'lost', undefined],
    ])
    expect(read.errors).toEqual([])
    expect(read.understanding.mapping.files[0]!.outcomes).toEqual({
      'Closed Won': 'won',
      'Closed Lost': 'lost',
    })
    expect(read.understanding.files[0]!.columns[0]!.evidence).toContain(
      'The report is grouped by this column: an empty cell repeats the one above.',
    )
  })

  it('gives it the stage of the first row of its group, and within it the owner', async () => {
    const read = await readCsv({
      'report.csv':
        'Stage,Opportunity Owner,Opportunity Name,Amount\nDemo,Sam,Deal 1,100\n,,Deal 2,200\n,Tina,Deal 3,1\n,Subtotal,,301\nClosed Won,Sam,Deal 4,50\n,,Deal 5,51\nTotal,,,402\n',
    })
    expect(deals(read)).toEqual([
      ['Deal 1', 'Demo', 'open', 'Sam'],
      ['Deal 2', 'Demo', 'open', 'Sam'],
      ['Deal 3', 'Demo', 'open', 'Tina'],
      ['Deal 4', 'Closed Won', 'won', 'Sam'],
      ['Deal 5', 'Closed Won', 'won', 'Sam'],
    ])
  })

  it('is asked about when nothing but its shape speaks for it', async () => {
    const files = {
      'deals.csv':
        'Stage,Opportunity Name,Amount\nClosed Won,Deal 1,100\n,Deal 2,200\nClosed Lost,Deal 3,50\n',
    }
    const [question] = musts(await readCsv(files))
    expect(question).toMatchObject({ id: 'deals.csv|Stage|fill_down', about: 'fill_down', assumed: 'yes' })
    const yes = await readCsv(files, { answers: { [question!.id]: 'yes' } })
    expect(musts(yes)).toEqual([])
    expect(deals(yes)[1]).toEqual(['Deal 2', 'Closed Won', 'won', undefined])
    const no = await readCsv(files, { answers: { [question!.id]: 'no' } })
    expect(deals(no)[1]).toEqual(['Deal 2', 'Open', 'open', undefined])
    expect(musts(await readCsv(files, { mapping: no.understanding.mapping }))).toEqual([])
  })

  it('is not seen in a list in which a stage comes again', async () => {
    const read = await readCsv({
      'deals.csv':
        'Stage,Opportunity Name,Amount\nClosed Won,Deal 1,100\n,Deal 2,200\nClosed Won,Deal 3,50\n',
    })
    expect(musts(read)).toEqual([])
    expect(deals(read)[1]).toEqual(['Deal 2', 'Open', 'open', undefined])
  })
})
