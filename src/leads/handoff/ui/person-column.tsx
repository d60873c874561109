import type { Column } from '#platform/ui/index.ts'

/** Who a row is about, with their company. */
export const personColumn = <
  Row extends { personName: string; accountName: string | null },
>(): Column<Row> => ({
  id: 'person',
  header: 'Person',
  card: 'title',
  value: (row) => row.personName,
  cell: (row) => (
    <>
      {row.personName}
      {row.accountName && <span className="ml-2 text-xs font-normal text-ink-3">{row.accountName}</span>}
    </>
  ),
})
