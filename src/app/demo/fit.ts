import { compileAgreement } from '#agreement/document/index.ts'
import { fitThousandths, prepareModel, THOUSANDTHS, UTC } from '#leads/scoring/index.ts'
import { wholeUnits } from '#platform/kernel/money.ts'
import { sampleAgreements } from './agreements.ts'
import type { Account, Person } from './cast.ts'

/** Points of fit as the sample company's own agreement gives them: the story hands over whom the rules would hand over. */
export function fitByAgreement(endsOn: string): (person: Person, account: Account) => number {
  const model = prepareModel(compileAgreement(sampleAgreements(endsOn)[0]), UTC)
  return ({ row }, account) => {
    const { name, domain, industry, employees, annualRevenueMinor, currency, country, region } = account.row
    const facts = {
      person: {
        email: row.email ?? null,
        domain,
        jobTitle: row.jobTitle ?? null,
        country: row.country ?? null,
        source: row.source ?? null,
        attributes: {},
      },
      account: {
        name,
        domain,
        industry: industry ?? null,
        employees: employees ?? null,
        annualRevenue: wholeUnits(annualRevenueMinor ?? null, currency ?? null),
        country: country ?? null,
        region: region ?? null,
        attributes: {},
      },
    }
    return fitThousandths(facts, model) / THOUSANDTHS
  }
}
