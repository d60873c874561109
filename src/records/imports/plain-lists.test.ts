import { sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { type ImportedFiles, importedFiles } from '#test/factories/imported-files.ts'

let workspaceId: string
let imported: ImportedFiles['imported']
let lines: ImportedFiles['lines']

beforeEach(async () => {
  ;({ workspaceId, imported, lines } = await importedFiles())
})

const people = () =>
  lines(sql`
    select concat_ws(' ', first_name, email_norm) as line from person where workspace_id = ${workspaceId} order by line`)
const touches = () =>
  lines(sql`
    select concat_ws(' ', t.kind, p.email_norm) as line from touch t
    join person p on p.workspace_id = ${workspaceId} and p.id = t.person_id
    where t.workspace_id = ${workspaceId} order by line`)
const deals = () =>
  lines(sql`
    select concat_ws(' ', o.name, a.name) as line from opportunity o
    left join account a on a.workspace_id = ${workspaceId} and a.id = o.account_id
    where o.workspace_id = ${workspaceId} order by line`)

const WEBINAR = 'ID,Email,First Name\n1,anna@acme.de,Anna\n2,bea@acme.de,Bea\n'
const FAIR = 'ID,Email,First Name\n1,carl@zeta.com,Carl\n2,dora@zeta.com,Dora\n'
const FOUR = ['Anna anna@acme.de', 'Bea bea@acme.de', 'Carl carl@zeta.com', 'Dora dora@zeta.com']

describe('running numbers of plain lists', () => {
  it('mean other people in another list, imported later', async () => {
    await imported({ 'webinar-contacts.csv': WEBINAR })
    expect((await imported({ 'tradeshow-contacts.csv': FAIR })).person).toMatchObject({
      created: 2,
      updated: 0,
    })
    expect(await people()).toEqual(FOUR)
  })

  it('mean other people in another list of the same import, and in another list of the same name', async () => {
    await imported({ 'contacts.csv': WEBINAR, 'leads.csv': FAIR })
    expect(await people()).toEqual(FOUR)
    const { person } = await imported({ 'contacts.csv': 'ID,Email,First Name\n1,eve@x.example,Eve\n' })
    expect(person).toMatchObject({ created: 1, updated: 0 })
    expect((await people()).slice(0, 4)).toEqual(FOUR)
  })

  it('find their records again under the same name, with another date on it too', async () => {
    const files = {
      'contacts 2025-05.csv': 'ID,Email,First Name\n1,anna@acme.de,Anna\n',
      'deals 2025-05.csv': 'ID,Deal Name,Account Name,Stage,Amount,Contact IDs\n1,Big,Acme,Demo,10,1\n',
    }
    await imported(files)
    for (const kind of Object.values(await imported(files)))
      expect(kind).toMatchObject({ created: 0, updated: 0 })
    const later = 'ID,Deal Name,Account Name,Stage,Amount\n1,Bigger,Acme,Demo,10\n'
    expect((await imported({ 'deals 2025-06 (1).csv': later })).opportunity).toMatchObject({
      created: 0,
      updated: 1,
    })
    expect(await deals()).toEqual(['Bigger Acme'])
  })

  it('mean another deal when neither name nor account is the same', async () => {
    const list = (name: string, account: string) => ({
      'deals.csv': `ID,Deal Name,Account Name,Stage,Amount\n1,${name},${account},Demo,10\n`,
    })
    await imported(list('First', 'Acme'))
    for (let time = 0; time < 2; time++) await imported(list('Second', 'Zeta'))
    expect(await deals()).toEqual(['First Acme', 'Second Zeta'])
  })

  it('refer to the records of the lists beside them, else of the one list that has them', async () => {
    await imported({
      'accounts.csv': 'ID,Account Name,Website\n1,Acme,acme.de\n2,Zeta,zeta.com\n',
      'deals.csv': 'ID,Deal Name,Account ID,Stage,Amount\n7,Big,2,Demo,10\n',
    })
    expect(await deals()).toEqual(['Big Zeta'])
    await imported({ 'more deals.csv': 'ID,Deal Name,Account ID,Stage,Amount\n7,Small,1,Demo,10\n' })
    expect(await deals()).toEqual(['Big Zeta', 'Small Acme'])
    await imported({ 'suppliers accounts.csv': 'ID,Account Name,Website\n1,Other,other.example\n' })
    await imported({ 'third deals.csv': 'ID,Deal Name,Account ID,Stage,Amount\n7,Third,1,Demo,10\n' })
    expect(await deals()).toEqual(['Big Zeta', 'Small Acme', 'Third'])
  })

  it('mean another touch in another list, and for another kind', async () => {
    const files = {
      'people.csv': 'Email,First Name\nanna@acme.de,Anna\n',
      'calls.csv': 'ID,Email,Date,Type\n1,anna@acme.de,2025-05-01 10:00,call\n',
      'events.csv':
        'ID,Email,Date,Type\n1,anna@acme.de,2025-04-01 10:00,page view\n1,anna@acme.de,2025-04-02 10:00,demo request\n',
    }
    await imported(files)
    expect((await imported(files)).touch).toMatchObject({ created: 0, unchanged: 3 })
    expect(await touches()).toHaveLength(3)
  })

  it('tell people of two lists apart in activities that have no id of their own', async () => {
    const calls = 'Contact ID,Date,Type\n1,2025-05-01,call\n'
    const webinar = { 'webinar-contacts.csv': WEBINAR, 'webinar-calls.csv': calls }
    await imported(webinar)
    await imported({ 'fair-contacts.csv': FAIR, 'fair-calls.csv': calls })
    expect((await imported(webinar)).touch).toMatchObject({ created: 0, unchanged: 1 })
    expect(await touches()).toEqual(['call anna@acme.de', 'call carl@zeta.com'])
  })

  it('do not name the person of a touch whose address is another one', async () => {
    await imported({ 'webinar-contacts.csv': WEBINAR })
    await imported({
      'fair-calls.csv': 'Contact ID,Email,Date,Type\n1,carl@zeta.com,2025-05-01 10:00,call\n',
    })
    expect(await touches()).toEqual(['call carl@zeta.com'])
  })
})
