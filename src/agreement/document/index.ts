export { checkCommand, diffCommand, type ExitCode, type Output } from './cli.ts'
export { compileAgreement } from './compile.ts'
export { defaultAgreement } from './default.ts'
export { defaultAgreementYaml } from './default-agreement.generated.ts'
export { AGREEMENT_ADOPTED, type AgreementAdopted } from './events.ts'
export type * from './rules/compiled.ts'
export type { Change } from './rules/diff.ts'
export { durationMs } from './rules/durations.ts'
export type { MessagePiece, Placeholder } from './rules/track-message.ts'
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
