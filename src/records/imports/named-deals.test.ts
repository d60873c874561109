import { sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { type ImportedFiles, importedFiles } from '#test/factories/imported-files.ts'

let workspaceId: string
let imported: ImportedFiles['imported']
let lines: ImportedFiles['lines']

beforeEach(async () => {
  ;({ workspaceId, imported, lines } = await importedFiles())
})

const deals = () =>
  lines(sql`
    select concat_ws(' | ', o.name, o.stage, a.name, s.name) as line from opportunity o
    left join account a on a.workspace_id = ${workspaceId} and a.id = o.account_id
    left join seller s on s.workspace_id = ${workspaceId} and s.id = o.seller_id
    where o.workspace_id = ${workspaceId} order by line`)

describe('deals that go by names', () => {
  it('belong to the account of the full name, not to the first of the bare name', async () => {
    const files = {
      'accounts.csv':
        'Account Name,Website,Billing Country\nAcme GmbH,acme.de,Germany\nAcme Inc,acme.com,United States\n',
      'deals.csv':
        'Deal ID,Deal Name,Account Name,Stage,Amount\n1,US deal,"ACME, Inc.",Demo,10\n2,DE deal,Acme GmbH,Demo,10\n3,Whose,Acme,Demo,10\n',
    }
    await imported(files)
    // "Acme" alone may be either: a third account, which the list of doubtful pairs shows beside the two.
    const found = ['DE deal | Demo | Acme GmbH', 'US deal | Demo | Acme Inc', 'Whose | Demo | Acme']
    expect(await deals()).toEqual(found)
    for (const kind of Object.values(await imported(files)))
      expect(kind).toMatchObject({ created: 0, updated: 0 })
    expect(await deals()).toEqual(found)
  })

  it('belong to the only account of the bare name', async () => {
    await imported({ 'accounts.csv': 'Account Name,Website\nAcme GmbH,acme.de\n' })
    await imported({ 'deals.csv': 'Deal ID,Deal Name,Account Name,Stage,Amount\n1,Big,Acme,Demo,10\n' })
    expect(await deals()).toEqual(['Big | Demo | Acme GmbH'])
  })

  it('are found again when another seller has them', async () => {
    const report = (seller: string, stage: string) => ({
      'report.csv': `Opportunity Name,Account Name,Opportunity Owner,Stage,Amount,Close Date,Created Date\nBig,Acme,${seller},${stage},1000,2026-05-01,2025-01-01\n`,
    })
    await imported(report('Sam', 'Demo'))
    expect((await imported(report('Tina', 'Closed Won'))).opportunity).toMatchObject({
      created: 0,
      updated: 1,
    })
    expect(await deals()).toEqual(['Big | Closed Won | Acme | Tina'])
  })

  it('take contact roles and stage history that name them, with the account where two have one name', async () => {
    const counts = await imported({
      'contacts.csv': 'Email,First Name\nanna@acme.de,Anna\n',
      'opportunities.csv':
        'Opportunity Name,Account Name,Stage,Amount,Created Date\nBig,Acme,Demo,10,2025-01-01\nRenewal,Acme,Demo,10,2025-01-01\nRenewal,Zeta,Demo,10,2025-01-01\n',
      'opportunity contact roles.csv':
        'Opportunity Name,Contact Email,Role\nBig,anna@acme.de,Decision maker\nRenewal,anna@acme.de,User\nUnheard of,anna@acme.de,User\n',
      'opportunity history.csv':
        'Opportunity Name,Account Name,To Stage,From Stage,Last Modified\nRenewal,Zeta,Demo,New,2025-02-01\n',
    })
    expect(counts.contact_role).toMatchObject({ created: 1, refused: 2 })
    expect(counts.stage_change).toMatchObject({ created: 1, refused: 0 })
    expect(
      await lines(sql`
        select concat_ws(' | ', o.name, a.name) as line from opportunity_stage_change c
        join opportunity o on o.workspace_id = ${workspaceId} and o.id = c.opportunity_id
        join account a on a.workspace_id = ${workspaceId} and a.id = o.account_id
        where c.workspace_id = ${workspaceId}`),
    ).toEqual(['Renewal | Zeta'])
  })
})
