import { channelTrialRoutes } from '@contract/channel-trials.ts';
import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { call } from '@/api/call.ts';
import type { Failure } from '@/api/failure.ts';
import type { Draft, TrialModel } from './draft.ts';
import type { ProviderType } from './provider-type.ts';
import { knownModelsOf } from './use-known-models.ts';

export interface FoundModels {
  readonly items: readonly TrialModel[];
  /** `upstream`: its own answer for this key. `catalogue`: it cannot be asked. */
  readonly from: 'upstream' | 'catalogue';
}

/** Whether the upstream can be asked already: a key where one is needed, an address where there is no standard one. */
export function isAskable(type: ProviderType | undefined, draft: Draft): type is ProviderType {
  if (!type) return false;
  const hasKey = (draft.credentials?.length ?? 0) > 0;
  const own = draft.baseUrl != null && draft.baseUrl !== '';
  if (type.needsKey === 'always' && !hasKey) return false;
  if (type.needsKey === 'at-default-url' && !hasKey && !own) return false;
  return own || !type.baseUrl.includes('{') || Object.keys(draft.settings ?? {}).length > 0;
}

/** The models of a channel that is not saved: asked of its upstream by itself, once there is enough to ask with. */
export function useTrialModels(
  type: ProviderType | undefined,
  draft: Draft,
): UseQueryResult<FoundModels, Failure> {
  return useQuery<FoundModels, Failure>({
    queryKey: ['trial-models', draft],
    enabled: isAskable(type, draft),
    // What was found with the same provider stays while it is asked again.
    placeholderData: (before, query) =>
      (query?.queryKey[1] as Draft | undefined)?.type === draft.type ? before : undefined,
    // A key that is wrong stays wrong.
    retry: false,
    queryFn: async ({ signal }) => {
      if (type?.listsModels) {
        const { items } = await call(channelTrialRoutes.fetchDraft, { body: { channel: draft } }, signal);
        return { items, from: 'upstream' };
      }
      return { items: await knownModelsOf(draft.type ?? '', signal), from: 'catalogue' };
    },
  });
}
