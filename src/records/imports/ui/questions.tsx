import { Badge, RadioGroup, Section, Select } from '#platform/ui/index.ts'
import type { Question } from '../understanding.ts'

/** What only a person can know. Questions that hold the import up come first. */
export function Questions({
  questions,
  answers,
  onAnswer,
}: {
  questions: readonly Question[]
  answers: Record<string, string>
  onAnswer: (id: string, value: string) => void
}) {
  const sorted = [...questions].sort((a, b) => Number(b.must) - Number(a.must))
  return (
    <Section
      title="Questions"
      description="Never guessed silently: the first kind holds the import up, the second says what is assumed."
    >
      <ul className="flex flex-col divide-y">
        {sorted.map((question) => (
          <li key={question.id} className="flex flex-col gap-2 py-3 first:pt-0 last:pb-0">
            <p className="max-w-prose">
              {question.must && answers[question.id] === undefined && (
                <Badge tone="warn">Needs an answer</Badge>
              )}{' '}
              {question.text}
              {question.file !== '*' && (
                <span className="block text-xs text-ink-3">
                  {[question.file, question.header].filter(Boolean).join(' · ')}
                </span>
              )}
            </p>
            <Choice
              question={question}
              value={answers[question.id] ?? (question.must ? null : question.assumed)}
              onChange={(value) => onAnswer(question.id, value)}
            />
          </li>
        ))}
      </ul>
    </Section>
  )
}

function Choice({
  question,
  value,
  onChange,
}: {
  question: Question
  value: string | null
  onChange: (value: string) => void
}) {
  if (question.options.length <= 3)
    return (
      <RadioGroup label={question.text} value={value ?? ''} options={question.options} onChange={onChange} />
    )
  return (
    <Select
      label={question.text}
      className="max-w-72"
      value={value}
      options={question.options}
      onChange={onChange}
    />
  )
}
