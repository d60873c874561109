import {
  keepPreviousData,
  QueryCache,
  QueryClient,
  type UseQueryResult,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import type { z } from 'zod'
import { newId } from '#platform/kernel/ids.ts'
import { call } from '#platform/operation/client.ts'
import type { Operation } from '#platform/operation/index.ts'
import { faultOf } from './fault.ts'
import { toast } from './toast.ts'

/** Any operation, whatever it takes and answers. */
export type AnyOperation = Pick<Operation, 'id'>

/** What is under an operation and its input in the cache of answers. */
const keyOf = (operation: AnyOperation, input?: unknown): unknown[] =>
  input === undefined ? [operation.id] : [operation.id, input]

/** The cache of answers; `onSignedOut` is called when the server no longer knows who asks. */
export function createQueryClient(onSignedOut: () => void): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({
      onError: (error) => faultOf(error).code === 'session.required' && onSignedOut(),
    }),
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        retry: (failures, error) => {
          const status = faultOf(error).status ?? 0
          return failures < 2 && (status === 0 || status === 503)
        },
        throwOnError: false,
      },
    },
  })
}

export interface ReadOptions<Answer> {
  /** waits while false */
  enabled?: boolean
  /** asks again so often while the page is looked at, for progress; may depend on the last answer */
  everyMilliseconds?: number | false | ((answer: Answer | undefined) => number | false)
  /** keeps the last answer on screen while another input is answered */
  keep?: boolean
}

/**
 * The answer of a reading operation, cached and shared between the parts of a page.
 *
 * @example const { data, error, isPending, refetch } = useOperation(readLead, { leadId })
 */
export function useOperation<Input extends z.ZodType, Output extends z.ZodType>(
  operation: Operation<Input, Output>,
  input: z.input<Input> | z.output<Input>,
  { enabled = true, everyMilliseconds = false, keep = true }: ReadOptions<z.output<Output>> = {},
): UseQueryResult<z.output<Output>> {
  return useQuery<z.output<Output>>({
    queryKey: keyOf(operation, input),
    queryFn: ({ signal }) => call(operation, input, { signal }),
    enabled,
    refetchInterval:
      typeof everyMilliseconds === 'function'
        ? ({ state }) => everyMilliseconds(state.data)
        : everyMilliseconds,
    ...(keep && { placeholderData: keepPreviousData }),
  })
}

type ItemOf<Output extends z.ZodType> = z.output<Output> extends { items: (infer Item)[] } ? Item : never

export interface ListResult<Item> {
  items: Item[]
  error: unknown
  isPending: boolean
  hasMore: boolean
  loadMore: () => void
  loadingMore: boolean
  retry: () => void
}

/** A list operation (`{ items, nextCursor }`) piece by piece; for a table: `<DataTable {...rowsOf(list)} … />`. */
export function useList<Input extends z.ZodType, Output extends z.ZodType>(
  operation: Operation<Input, Output>,
  input: Omit<z.input<Input>, 'cursor'> & Record<string, unknown>,
  { enabled = true }: { enabled?: boolean } = {},
): ListResult<ItemOf<Output>> {
  const query = useInfiniteQuery({
    queryKey: keyOf(operation, input),
    queryFn: async ({ pageParam, signal }) => {
      const asked = { ...input, ...(pageParam && { cursor: pageParam }) }
      const answer = await call(operation, asked as z.input<Input>, { signal })
      return answer as { items: ItemOf<Output>[]; nextCursor: string | null }
    },
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor,
    placeholderData: keepPreviousData,
    enabled,
  })
  const items = query.data?.pages.flatMap((one) => one.items) ?? []
  return {
    items,
    error: query.error,
    // that the list before was empty says nothing about this one
    isPending: query.isPending || (query.isPlaceholderData && items.length === 0),
    hasMore: query.hasNextPage,
    loadMore: () => !query.isFetching && void query.fetchNextPage(),
    loadingMore: query.isFetchingNextPage,
    retry: () => void query.refetch(),
  }
}

/** What a list tells a DataTable: the rows so far, and how it goes on. */
export const rowsOf = <Item>(list: ListResult<Item>) => ({
  rows: list.items,
  loading: list.isPending,
  error: list.error,
  onRetry: list.retry,
  hasMore: list.hasMore,
  onLoadMore: list.loadMore,
  loadingMore: list.loadingMore,
})

/** How a change shows in an answer that is already on screen, before the server has confirmed it. */
export interface Optimistic<Value> {
  of: AnyOperation
  change: (answer: Value) => Value
}

export interface ChangeOptions<Input, Output> {
  /** reading operations whose answers are old after it */
  invalidates?: readonly AnyOperation[]
  optimistic?: (input: Input) => Optimistic<never>[]
  /** toast after it worked */
  done?: string | ((output: Output, input: Input) => string)
  /** takes it back, from the toast; only together with `done` */
  undo?: (output: Output, input: Input) => void | Promise<void>
  onDone?: (output: Output, input: Input) => void
  /** set when the form around it shows the refusal itself */
  quiet?: boolean
}

/** Answers on screen are asked for anew; those behind it are forgotten, so that nobody acts on what is known to be old. */
async function askAnew(client: QueryClient, which: { queryKey: unknown[] }): Promise<void> {
  client.removeQueries({ ...which, type: 'inactive' })
  await client.invalidateQueries(which)
}

/** An input, with the file for operations that take one. */
type Sent<Input> = Input & { upload?: Blob }

/**
 * A changing operation. Sent with an idempotency key, so that a repeated click or a lost answer takes effect once.
 *
 * @example
 * const revoke = useMutate(revokeMember, { invalidates: [listMembers], done: 'Access taken away', undo: (_, { userId }) => restore.mutate({ userId }) })
 * <Button onClick={() => revoke.mutate({ userId })} busy={revoke.isPending} />
 */
export function useMutate<Input extends z.ZodType, Output extends z.ZodType>(
  operation: Operation<Input, Output>,
  options: ChangeOptions<z.input<Input>, z.output<Output>> = {},
) {
  const client = useQueryClient()
  const refresh = () =>
    Promise.all((options.invalidates ?? []).map((one) => askAnew(client, { queryKey: keyOf(one) })))
  return useMutation({
    mutationFn: ({ upload, ...input }: Sent<z.input<Input>>) =>
      call(operation, input as z.input<Input>, { idempotencyKey: newId(), ...(upload && { upload }) }),
    onMutate: async (input: Sent<z.input<Input>>) => {
      const before: [readonly unknown[], unknown][] = []
      for (const { of, change } of options.optimistic?.(input) ?? []) {
        await client.cancelQueries({ queryKey: keyOf(of) })
        before.push(...client.getQueriesData({ queryKey: keyOf(of) }))
        client.setQueriesData({ queryKey: keyOf(of) }, (answer: unknown) =>
          answer === undefined ? answer : change(answer as never),
        )
      }
      return before
    },
    onError: (error, _input, before) => {
      for (const [key, answer] of before ?? []) client.setQueryData(key, answer)
      const fault = faultOf(error)
      if (!options.quiet) toast({ tone: 'bad', title: fault.title, description: fault.advice })
    },
    onSuccess: async (output, input) => {
      await refresh()
      options.onDone?.(output, input)
      const { done, undo } = options
      if (!done) return
      const title = typeof done === 'function' ? done(output, input) : done
      toast({ title, ...(undo && { undo: () => undo(output, input) }) })
    },
  })
}
