import { providerTypeRoutes } from '@contract/provider-types.ts';
import type { CallReply } from '@/api/call.ts';
import { useRoute } from '@/api/use-route.ts';

export type KnownModel = CallReply<typeof providerTypeRoutes.models>['items'][number];

const NONE: readonly KnownModel[] = [];

/** The catalogue of a provider type; empty while it is not there. */
export function useKnownModels(type: string): readonly KnownModel[] {
  return useRoute(providerTypeRoutes.models, { params: { type } }).data?.items ?? NONE;
}
