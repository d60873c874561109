import { describe, expect, it } from 'vitest'
import { readCsv } from '#test/factories/csv-reading.ts'

describe('the headers of a German export', () => {
  it('are known for deals of HubSpot and Salesforce', async () => {
    const hubspot = await readCsv({
      'hubspot-crm-exports-alle-deals.csv':
        'Datensatz-ID;Deal-Name;Deal-Phase;Betrag;Währung;Abschlussdatum;Erstellungsdatum;Zuständiger Mitarbeiter\n1;A;Abgeschlossen und gewonnen;1.234,50;EUR;15.03.2025;02.01.2025;Jürgen\n2;B;Abgeschlossen und verloren;1.000,00;EUR;15.03.2025;02.01.2025;Jürgen\n',
    })
    expect(Object.values(hubspot.fields)).toEqual([
      'opportunity.key',
      'opportunity.name',
      'opportunity.stage',
      'opportunity.amount',
      'opportunity.currency',
      'opportunity.closedAt',
      'opportunity.occurredAt',
      'opportunity.sellerName',
    ])
    expect(hubspot.understanding.files[0]!.system).toBe('hubspot')
    expect(hubspot.rows).toMatchObject([
      { key: '1', status: 'won', amountMinor: 123_450, currency: 'EUR', closedAt: Date.UTC(2025, 2, 15) },
      { key: '2', status: 'lost', amountMinor: 100_000 },
    ])
    const salesforce = await readCsv({
      'Opportunities.csv':
        'Opportunity-Name;Accountname;Phase;Betrag;Währung;Schlusstermin;Erstelldatum;Opportunity-Inhaber\nA;Müller GmbH;Gewonnen;5,5;EUR;15.03.2025;02.01.2025;Jürgen\n',
    })
    expect(Object.values(salesforce.fields)).toEqual([
      'opportunity.name',
      'opportunity.accountName',
      'opportunity.stage',
      'opportunity.amount',
      'opportunity.currency',
      'opportunity.closedAt',
      'opportunity.occurredAt',
      'opportunity.sellerName',
    ])
  })

  it('are known for people and companies', async () => {
    const people = await readCsv({
      'kontakte.csv':
        'Datensatz-ID;Vorname;Nachname;E-Mail;Telefonnummer;Erstellungsdatum;Lifecycle-Phase;Name des Unternehmens;Land/Region;Zuständiger Mitarbeiter\n1;A;B;a@b.de;1;02.01.2025;Kunde;B GmbH;Deutschland;Jürgen\n',
    })
    expect(Object.values(people.fields)).toEqual([
      'person.key',
      'person.firstName',
      'person.lastName',
      'person.email',
      'person.phone',
      'person.occurredAt',
      'person.reportedStage',
      'person.accountName',
      'person.country',
      'person.sellerName',
    ])
    expect(people.rows).toMatchObject([{ reportedStage: 'customer', country: 'DE' }])
    const companies = await readCsv({
      'Unternehmen.csv':
        'Datensatz-ID;Unternehmensname;Domainname des Unternehmens;Branche;Anzahl der Mitarbeiter;Jahresumsatz;Postleitzahl\n1;B GmbH;b.de;Handel;12;1.000,50;10115\n',
    })
    expect(Object.values(companies.fields)).toEqual([
      'account.key',
      'account.name',
      'account.domain',
      'account.industry',
      'account.employees',
      'account.annualRevenue',
      'account.postcode',
    ])
  })
})
