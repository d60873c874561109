import { describe, expect, it } from 'vitest'
import { readCsv } from '#test/factories/csv-reading.ts'

const kind = async (name: string, header: string, row: string) =>
  (await readCsv({ [name]: `${header}\n${row}\n` })).understanding.files[0]!.kind

describe('what a file lists', () => {
  it('is told from headers of HubSpot, Salesforce and plain spreadsheets', async () => {
    expect(
      await kind(
        'export.csv',
        'Record ID,First Name,Last Name,Email,Lifecycle Stage',
        '1,A,B,a@b.example,Lead',
      ),
    ).toBe('person')
    expect(
      await kind(
        'export.csv',
        'Record ID,Company name,Company Domain Name,Industry',
        '1,Acme,acme.com,Software',
      ),
    ).toBe('account')
    expect(
      await kind(
        'export.csv',
        'Record ID,Deal Name,Deal Stage,Close Date,Amount',
        '1,A,Closed Won,2024-01-01,5',
      ),
    ).toBe('opportunity')
    expect(
      await kind(
        'extract.csv',
        'Id,LastName,Company,Email,LeadSource,Status,IsConverted',
        '00Q1G00000nDnM5UAK,B,Acme,a@b.example,Web,Open,0',
      ),
    ).toBe('person')
    expect(
      await kind(
        'extract.csv',
        'Id,Name,AccountId,StageName,Amount,CloseDate,IsWon,IsClosed',
        '0061G00000N38JZQAZ,A,0011G00000jWVWoQAO,Won,1,2024-01-01,1,1',
      ),
    ).toBe('opportunity')
    expect(
      await kind(
        'extract.csv',
        'Id,OpportunityId,ContactId,Role,IsPrimary',
        '00K1,0061G00000N38JZQAZ,0031G00001S3ckZQAR,Buyer,1',
      ),
    ).toBe('contact_role')
    expect(
      await kind(
        'Task.csv',
        'Id,WhoId,Subject,ActivityDate,TaskSubtype',
        '00T1G00003Ufap9UAB,0031G00001S3ckZQAR,Call,2024-01-01,Call',
      ),
    ).toBe('touch')
    expect(
      await kind('spend.csv', 'Day,Campaign name,Amount spent,Currency', '2024-01-01,Spring,5.00,EUR'),
    ).toBe('campaign')
    expect(await kind('reps.csv', 'Sales Agent,Manager,Regional Office', 'Ann,Bob,East')).toBe('seller')
    expect(await kind('x.csv', 'alpha,beta', '1,2')).toBe(null)
  })

  it('is a list of people when their addresses stand behind their names', async () => {
    const { understanding, rows, errors } = await readCsv({
      'kontakte.csv':
        'Vorname;Nachname;E-Mail\nAnna;Müller;"Müller, Anna <anna@acme.example>"\nBea;Berg;Bea Berg <bea@acme.example>\n',
    })
    expect(understanding.files[0]!.kind).toBe('person')
    expect(rows).toMatchObject([{ email: 'anna@acme.example' }, { email: 'bea@acme.example' }])
    expect(errors).toEqual([])
  })

  it('is asked when nothing says it', async () => {
    const { understanding } = await readCsv({ 'x.csv': 'alpha,beta\n1,2\n' })
    expect(understanding.questions).toMatchObject([
      { id: 'x.csv|file_kind', about: 'file_kind', assumed: 'none' },
    ])
  })
})

describe('stage dates', () => {
  it('are found in all three generations of HubSpot and in spreadsheets', async () => {
    const headers = [
      'hs_lifecyclestage_marketingqualifiedlead_date',
      'hs_date_entered_salesqualifiedlead',
      'hs_v2_date_entered_customer',
      'Became an Opportunity Date',
      `Date entered 'Lead (Lifecycle Stage Pipeline)'`,
      'SAL Date',
    ]
    const { rows } = await readCsv({
      'contacts.csv': `Email,${headers.map((header) => `"${header}"`).join(',')}\na@b.example,${headers.map((_, index) => `2024-0${index + 1}-15`).join(',')}\n`,
    })
    const [person] = rows
    expect(person?.kind === 'person' && person.stageDates?.map(({ stage }) => stage)).toEqual([
      'mql',
      'sql',
      'customer',
      'opportunity',
      'inquiry',
      'sal',
    ])
  })
})

describe('the reason for a stage', () => {
  const people = async (header: string, lines: string) => {
    const { rows } = await readCsv({
      'contacts.csv': `Email,Became a Recycled Date,Became a Disqualified Date,"${header}"\n${lines}`,
    })
    return rows.flatMap((row) => (row.kind === 'person' ? [row] : []))
  }

  it.each([
    'Status reason',
    'Unqualified reason',
    'hs_unqualified_reason',
    'Disqualification reason',
    'Disqualification_Reason__c',
    'Recycle Reason',
    'Rejection Reason',
    'Lead Status Reason',
  ])('stands in a column called %s', async (header) => {
    const [ann] = await people(header, 'a@b.example,2026-01-15,,No response\n')
    expect(ann!.stageDates).toMatchObject([{ stage: 'recycled', reason: 'No response' }])
  })

  it('belongs to the latest move that ended a cycle, and is kept as a field without one', async () => {
    const [ann, bob] = await people(
      'Status reason',
      'a@b.example,2026-01-15,2026-03-15,Too small\nb@b.example,,,Too small\n',
    )
    expect(ann!.stageDates!.map(({ stage, reason }) => [stage, reason])).toEqual([
      ['recycled', undefined],
      ['disqualified', 'Too small'],
    ])
    expect(bob!.attributes).toMatchObject({ stage_reason: 'Too small' })
  })
})

describe('how cells are written', () => {
  it('takes the order of day and month from a cell that settles it, and says which', async () => {
    const { understanding, rows } = await readCsv({
      'leads.csv': 'Email,Created\na@b.example,03/02/2024\nc@d.example,13/02/2024\n',
    })
    expect(understanding.files[0]!.columns[1]!.evidence).toContain(
      '13/02/2024 in row 3 can only be day first.',
    )
    expect(understanding.questions.filter(({ must }) => must)).toEqual([])
    expect(rows.map((row) => row.kind === 'person' && row.occurredAt)).toEqual([
      Date.UTC(2024, 1, 3),
      Date.UTC(2024, 1, 13),
    ])
  })

  it('recognises two ways in one column', async () => {
    const { understanding, rows } = await readCsv({
      'leads.csv': 'Email,Created\na@b.example,2/13/2024\nc@d.example,2024-02-14\n',
    })
    expect(understanding.files[0]!.columns[1]!.evidence[1]).toBe(
      'Two ways of writing dates stand in this column: 2024-02-14 in row 3 beside 2/13/2024 in row 2.',
    )
    expect(rows.map((row) => row.kind === 'person' && row.occurredAt)).toEqual([
      Date.UTC(2024, 1, 13),
      Date.UTC(2024, 1, 14),
    ])
  })

  it('lets another column of the same export settle an ambiguous one', async () => {
    const { understanding } = await readCsv({
      'deals.csv': 'Deal Name,Deal Stage,Amount,Create Date,Close Date\nA,Won,1,03/02/2024,25/02/2024\n',
    })
    expect(understanding.questions.filter(({ about }) => about === 'date_order')).toEqual([])
    expect(understanding.files[0]!.columns[3]!.evidence.join(' ')).toContain(
      'column "Close Date" of deals.csv is day first',
    )
  })

  it('asks when nothing settles it, and keeps asking until somebody answers', async () => {
    const files = { 'leads.csv': 'Email,Created\na@b.example,03/02/2024\n' }
    const first = await readCsv(files)
    const [question] = first.understanding.questions.filter(({ about }) => about === 'date_order')
    expect(question).toMatchObject({ must: true, assumed: 'mdy' })
    const again = await readCsv(files, { mapping: first.understanding.mapping })
    expect(again.understanding.questions.map(({ about }) => about)).toContain('date_order')
    const answered = await readCsv(files, {
      mapping: first.understanding.mapping,
      answers: { [question!.id]: 'dmy' },
    })
    expect(answered.understanding.questions.map(({ about }) => about)).not.toContain('date_order')
    const [row] = answered.rows
    expect(row?.kind === 'person' && row.occurredAt).toBe(Date.UTC(2024, 1, 3))
  })

  it('reads decimal commas, currencies in cells and empty lookups', async () => {
    const { rows, understanding } = await readCsv({
      'opps.csv':
        'Id;Name;StageName;Amount;AccountId;IsWon;IsClosed\n0061G00000N38JZ;A;Signed;1.200,50 €;000000000000000AAA;1;1\n0061G00000N38Jz;B;Demo;undefined;0011G00000jWVWoQAO;0;0\n',
    })
    expect(understanding.files[0]!.system).toBe('salesforce')
    expect(rows).toMatchObject([
      { key: '0061G00000N38JZQAZ', status: 'won', amountMinor: 120_050, currency: 'EUR', account: undefined },
      {
        key: '0061G00000N38JzQAJ',
        status: 'open',
        amountMinor: undefined,
        account: { key: '0011G00000jWVWoQAO' },
      },
    ])
  })

  it('reads times without a zone in the one stated', async () => {
    const { rows, understanding } = await readCsv(
      { 'leads.csv': 'Email,Created\na@b.example,2024-07-01 12:00\n' },
      { timeZone: 'Europe/Berlin' },
    )
    expect(understanding.questions).toMatchObject([
      { about: 'time_zone', assumed: 'Europe/Berlin', must: false },
    ])
    const [row] = rows
    expect(row?.kind === 'person' && row.occurredAt).toBe(Date.UTC(2024, 6, 1, 10))
  })

  it('names row, column and way out for a cell that cannot be read', async () => {
    const { errors, rows } = await readCsv({
      'leads.csv': 'Email,Created\na@b.example,2024-02-01\nc@d.example,soon\nnobody,2024-02-02\n',
    })
    expect(errors).toMatchObject([
      {
        row: 3,
        header: 'Created',
        value: 'soon',
        refused: false,
        message: expect.stringContaining('Write it as 2026-12-31'),
      },
      { row: 4, header: 'Email', value: 'nobody', refused: false },
      { row: 4, refused: true },
    ])
    expect(rows).toHaveLength(2)
  })
})

describe('touches', () => {
  it('carry kind, side, channel and campaign', async () => {
    const { rows } = await readCsv({
      'activities.csv':
        'event_id,email,event_type,occurred_at,utm_source,utm_medium,utm_campaign,owner\n1,a@b.example,Form submission,2024-01-01T10:00:00Z,google,cpc,Spring,\n2,a@b.example,Call,2024-01-02T10:00:00Z,,,,Sam\n3,a@b.example,Rain dance,2024-01-03T10:00:00Z,undefined,,,\n',
    })
    expect(rows).toMatchObject([
      {
        touchKind: 'form_submit',
        side: 'marketing',
        direction: 'inbound',
        channel: 'Paid search',
        campaign: { name: 'Spring' },
      },
      {
        touchKind: 'call',
        side: 'sales',
        direction: 'outbound',
        seller: { name: 'Sam' },
        channel: undefined,
      },
      { touchKind: 'other', attributes: { kind: 'Rain dance' }, channel: undefined },
    ])
  })
})

describe('a HubSpot contact', () => {
  it('brings the touches its conversion columns prove', async () => {
    const { rows } = await readCsv({
      'contacts.csv':
        'Record ID,Email,Original Source,First Conversion,First Conversion Date,Recent Conversion,Recent Conversion Date,Unsubscribed from all email\n7,a@b.example,PAID_SEARCH,Ebook,2024-01-01T10:00:00Z,Demo,2024-02-01T10:00:00Z,true\n',
    })
    expect(rows.map((row) => (row.kind === 'touch' ? row.subject : row.kind))).toEqual([
      'person',
      'Ebook',
      'Demo',
    ])
    expect(rows[0]).toMatchObject({ source: 'PAID_SEARCH', attributes: { unsubscribed: true } })
  })
})

describe('hostile names', () => {
  it('are values like any other', async () => {
    const words = ['__proto__', 'constructor', 'toString', 'hasOwnProperty']
    const files = {
      'deals.csv': `Deal Name,Deal Stage,Amount,__proto__\n${words.map((word) => `A,${word},1,${word}`).join('\n')}\n`,
      'leads.csv': `Email,Lifecycle Stage,Created\n${words.map((word, index) => `p${index}@b.example,${word},${word}`).join('\n')}\n`,
      'touches.csv': `email,event type,occurred at,channel,utm_source\n${words.map((word) => `a@b.example,${word},2024-01-01,${word},${word}`).join('\n')}\n`,
    }
    const first = await readCsv(files)
    for (const file of first.understanding.mapping.files)
      for (const column of file.columns) column.replace = { x: 'y' }
    const { rows } = await readCsv(files, { mapping: first.understanding.mapping })
    const deals = rows.filter((row) => row.kind === 'opportunity')
    expect(deals.map(({ stage, status }) => [stage, status])).toEqual(words.map((word) => [word, 'open']))
    const people = rows.filter((row) => row.kind === 'person')
    expect(people.map(({ reportedStage }) => reportedStage)).toEqual([
      'proto',
      'constructor',
      'tostring',
      'hasownproperty',
    ])
    expect(rows.filter((row) => row.kind === 'touch').map(({ channel }) => channel)).toEqual(words)
  })
})
