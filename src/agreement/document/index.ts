export { checkCommand, diffCommand, type ExitCode, type Output } from './cli.ts'
export { compileAgreement, stageNamed } from './compile.ts'
export { defaultAgreement } from './default.ts'
export { defaultAgreementYaml } from './default-agreement.generated.ts'
export { diffOf } from './diff.ts'
export { AGREEMENT_ADOPTED, type AgreementAdopted } from './events.ts'
export type * from './rules/compiled.ts'
export type { Change } from './rules/diff.ts'
export { durationInWords, durationMs } from './rules/durations.ts'
export { CALLABLES, FIELDS } from './rules/expression/fields.ts'
export { type MessagePiece, type Placeholder, readMessage } from './rules/track-message.ts'
export { AgreementDocument, type Pool, type ResponseTime, type Routing, type RoutingRule } from './schema.ts'
export { adopt, operations } from './service.ts'
export { type Author, agreementInForce, agreementsInForce, startUnderDefault } from './versions.ts'
export {
  type AgreementProblem,
  type ParsedAgreement,
  parseAgreement,
  routingYaml,
  toYaml,
  withRouting,
} from './yaml.ts'
