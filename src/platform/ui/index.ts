/**
 * The design system: what every page is made of. Pages import from here only.
 * `/dev/kit` shows each part in all its states.
 */
export { Avatar, Badge, TeamBadge, type Tone } from './badge.tsx'
export {
  Button,
  ButtonLink,
  type ButtonProps,
  type ButtonSize,
  type ButtonVariant,
  IconButton,
  type IconButtonProps,
} from './button.tsx'
export {
  type Bar,
  Bars,
  type Bin,
  type ChartTone,
  Funnel,
  type FunnelStep,
  Histogram,
  type RangeItem,
  Ranges,
  Sparkline,
  StackedBar,
  Trend,
  type TrendSeries,
  toneOfTeam,
} from './charts/index.ts'
export { Checkbox } from './checkbox.tsx'
export { CodeBlock, CopyButton } from './code.tsx'
export { Combobox, type ComboboxOption, MultiCombobox } from './combobox.tsx'
export { cx } from './cx.ts'
export {
  type AnyOperation,
  createQueryClient,
  keyOf,
  type ListResult,
  useList,
  useMutate,
  useOperation,
} from './data.ts'
export { DateRange, type DayRange, type RangePreset, rangePresets } from './date-range.tsx'
export { ConfirmDialog, Dialog, type DialogProps } from './dialog.tsx'
export { Drawer } from './drawer.tsx'
export { Explanation, type ExplanationProps } from './explanation.tsx'
export { type Fault, faultOf } from './fault.ts'
export { Field, type FieldProps, Input, type InputProps, Textarea } from './field.tsx'
export { Figure, type FigureDelta, type FigureProps, FigureRow } from './figure.tsx'
export { FileDrop } from './file-drop.tsx'
export { FilterBar, SearchInput } from './filter-bar.tsx'
export { type FormState, useForm } from './form.ts'
export {
  formatCompact,
  formatCount,
  formatDate,
  formatDay,
  formatDuration,
  formatExact,
  formatMoney,
  formatRelative,
  formatShare,
  UNKNOWN,
} from './format.ts'
export { Kbd } from './kbd.tsx'
export { Breadcrumbs, Card, type Crumb, Facts, Page, PageHeader, Section } from './layout.tsx'
export { Anchor, Link, useGo, usePathParam } from './link.tsx'
export { Menu, type MenuEntry } from './menu.tsx'
export { Count, Money, Share } from './numbers.tsx'
export { LoadMore } from './pagination.tsx'
export { Popover } from './popover.tsx'
export { UiProvider } from './provider.tsx'
export { RadioGroup, type RadioOption } from './radio-group.tsx'
export { parseSearch, readSearch, stringifySearch, useSearchState } from './search-state.ts'
export { Segmented } from './segmented.tsx'
export { Select, type SelectOption } from './select.tsx'
export { Banner, EmptyState, ErrorState, Loading, Progress, Skeleton } from './states.tsx'
export { Switch } from './switch.tsx'
export type { CellValue, Column, Sort } from './table/column.ts'
export { saveFile, tableCsv } from './table/csv.ts'
export { DataTable } from './table/data-table.tsx'
export type { DataTableProps } from './table/data-table-props.ts'
export { type TabItem, Tabs } from './tabs.tsx'
export { type LexiconEntry, LexiconProvider, Term, TermTip, useTerm } from './term.tsx'
export { Day, RelativeTime, useNow } from './time.tsx'
export { type ToastOptions, toast } from './toast.ts'
export { Tooltip } from './tooltip.tsx'
