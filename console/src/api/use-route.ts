import type { AdminRoute } from '@contract/route.ts';
import {
  keepPreviousData,
  type UseMutationResult,
  type UseQueryResult,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { type CallInput, type CallReply, call } from './call.ts';
import type { Failure } from './failure.ts';

interface ReadOptions {
  readonly enabled?: boolean;
  /** Milliseconds between two readings; absent: only when asked for. */
  readonly refetchInterval?: number;
  /** What was read before stays while something else is read (filters, ranges). */
  readonly keepPrevious?: boolean;
}

/** Reads a route; what it says is kept under its id and input. */
export function useRoute<Route extends AdminRoute>(
  route: Route,
  input?: CallInput<Route>,
  { keepPrevious, ...options }: ReadOptions = {},
): UseQueryResult<CallReply<Route>, Failure> {
  return useQuery<CallReply<Route>, Failure>({
    queryKey: [route.tag, route.id, input ?? null],
    queryFn: ({ signal }) => call(route, input, signal),
    ...(keepPrevious && { placeholderData: keepPreviousData as never }),
    ...options,
  });
}

interface Page {
  readonly items: readonly unknown[];
  readonly next: string | null;
}

/** Reads a list page by page; `items` are those read so far. */
export function usePages<Route extends AdminRoute>(
  route: Route,
  input?: CallInput<Route>,
  options: ReadOptions = {},
) {
  type Item = CallReply<Route> extends { readonly items: readonly (infer Each)[] } ? Each : never;
  const { keepPrevious: _, ...rest } = options;
  const query = useInfiniteQuery<
    CallReply<Route>,
    Failure,
    { pages: CallReply<Route>[] },
    unknown[],
    string | undefined
  >({
    queryKey: [route.tag, route.id, 'pages', input ?? null],
    queryFn: ({ signal, pageParam }) => call(route, withCursor(input, pageParam), signal),
    initialPageParam: undefined,
    getNextPageParam: (page) => (page as Page).next ?? undefined,
    ...rest,
  });
  const items = (query.data?.pages ?? []).flatMap((page) => (page as Page).items) as Item[];
  return { ...query, items };
}

function withCursor<Route extends AdminRoute>(
  input: CallInput<Route> | undefined,
  cursor: string | undefined,
) {
  const given = (input ?? {}) as { readonly query?: object };
  return { ...given, query: { ...given.query, cursor } } as unknown as CallInput<Route>;
}

/** Changes something through a route; everything read of the same noun is then read again. */
export function useChange<Route extends AdminRoute>(
  route: Route,
  also: readonly string[] = [],
): UseMutationResult<CallReply<Route>, Failure, CallInput<Route>> {
  const client = useQueryClient();
  return useMutation<CallReply<Route>, Failure, CallInput<Route>>({
    mutationFn: (input) => call(route, input),
    onSuccess: async () => {
      await Promise.all([route.tag, ...also].map((tag) => client.invalidateQueries({ queryKey: [tag] })));
    },
  });
}
