import {
  type AgreementInForce,
  agreementsInForce,
  type CompiledAgreement,
} from '#agreement/document/index.ts'
import { zoneTable } from '#leads/scoring/index.ts'
import type { Tx } from '#platform/db/index.ts'
import { prepareVersion, type VersionInForce } from './rules/version.ts'

/** A compiled document never changes and is kept once per version, so it stands for its version here. */
const prepared = new WeakMap<CompiledAgreement, VersionInForce>()

/** The agreement versions of a workspace, ready to run: which there are is read now, each is prepared once. */
export async function versionsOf(tx: Tx, workspaceId: string): Promise<VersionInForce[]> {
  return (await agreementsInForce(tx, workspaceId)).map(preparedOnce)
}

function preparedOnce(inForce: AgreementInForce): VersionInForce {
  const known = prepared.get(inForce.compiled)
  if (known) return known
  const version = prepareVersion(inForce, zoneTable(inForce.document.timeZone))
  prepared.set(inForce.compiled, version)
  return version
}
