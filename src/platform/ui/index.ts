/**
 * The design system: what every page is made of. Pages import from here only.
 * `/dev/kit` shows each part in all its states.
 */
export { Avatar, Badge, TeamBadge, type Tone } from './badge.tsx'
export {
  Button,
  ButtonLink,
  IconButton,
} from './button.tsx'
export {
  Bars,
  Funnel,
  type FunnelStep,
  Histogram,
  Ranges,
  Sparkline,
  StackedBar,
  Trend,
} from './charts/index.ts'
export { Checkbox } from './checkbox.tsx'
export { CodeBlock } from './code.tsx'
export { CodeTextarea, TextProblems } from './code-text.tsx'
export { Combobox, type ComboboxOption, MultiCombobox } from './combobox.tsx'
export { cx } from './cx.ts'
export {
  type AnyOperation,
  createQueryClient,
  rowsOf,
  useList,
  useMutate,
  useOperation,
} from './data.ts'
export { DateRange, rangePresets } from './date-range.tsx'
export type { RangePreset } from './date-range-face.tsx'
export { ConfirmDialog, Dialog } from './dialog.tsx'
export { Drawer } from './drawer.tsx'
export { faultOf } from './fault.ts'
export { Field, Input, Textarea } from './field.tsx'
export { Figure, type FigureDelta, FigureRow } from './figure.tsx'
export { FileDrop } from './file-drop.tsx'
export { FilterBar, SearchInput } from './filter-bar.tsx'
export { type FormState, useForm } from './form.ts'
export {
  formatCount,
  formatDate,
  formatDay,
  formatDuration,
  formatExact,
  formatMoney,
  formatShare,
  UNKNOWN,
} from './format.ts'
export { Kbd } from './kbd.tsx'
export { Breadcrumbs, Card, Facts, Page, PageHeader, Section } from './layout.tsx'
export { Anchor, Link, MailLink, useGo, usePathParam } from './link.tsx'
export { Menu } from './menu.tsx'
export { Count, Money, Share } from './numbers.tsx'
export { PageTabs } from './page-tabs.tsx'
export { LoadMore } from './pagination.tsx'
export { Popover } from './popover.tsx'
export { UiProvider } from './provider.tsx'
export { RadioGroup } from './radio-group.tsx'
export { useRested } from './rested.ts'
export { parseSearch, stringifySearch, useSearchState } from './search-state.ts'
export { Segmented } from './segmented.tsx'
export { Select, type SelectOption } from './select.tsx'
export { Banner, EmptyState, ErrorState, Loading, Progress, Skeleton } from './states.tsx'
export { Switch } from './switch.tsx'
export { amounts, duration, instant, money } from './table/cell-value.ts'
export type { Column } from './table/column.ts'
export { DataTable } from './table/data-table.tsx'
export { type TabItem, Tabs } from './tabs.tsx'
export { type LexiconEntry, LexiconProvider, Term, useTerm } from './term.tsx'
export { Day, RelativeTime } from './time.tsx'
export { toast } from './toast.ts'
export { Tooltip } from './tooltip.tsx'
