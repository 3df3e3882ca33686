import { priceRoutes } from '@contract/prices.ts';
import { useQuery } from '@tanstack/react-query';
import { type CallReply, call } from '@/api/call.ts';
import type { TrialModel } from './draft.ts';

const NONE: readonly TrialModel[] = [];
/** The most of one page. */
const LIMIT = 200;

/** The catalogue of a provider type; empty while it is not there. */
export function useKnownModels(type: string): readonly TrialModel[] {
  const query = useQuery({
    queryKey: [priceRoutes.known.tag, 'catalogue', type],
    queryFn: ({ signal }) => knownModelsOf(type, signal),
  });
  return query.data ?? NONE;
}

/** The whole of it, retired models included. @throws Failure */
export async function knownModelsOf(type: string, signal?: AbortSignal): Promise<readonly TrialModel[]> {
  const found: TrialModel[] = [];
  let cursor: string | null = null;
  do {
    const query = {
      provider: type,
      retired: 'true',
      limit: LIMIT,
      ...(cursor !== null && { cursor }),
    } as const;
    const page: Page = await call(priceRoutes.known, { query }, signal);
    found.push(...page.items.map(({ id, text, image }) => ({ id, talks: text, draws: image !== null })));
    cursor = page.next;
  } while (cursor !== null);
  return found;
}

type Page = CallReply<typeof priceRoutes.known>;
