export { AgreementLexicon } from './agreement-lexicon.tsx'
