import type { providerTypeRoutes } from '@contract/provider-types.ts';
import type { CallReply } from '@/api/call.ts';

export type ProviderType = CallReply<typeof providerTypeRoutes.list>['items'][number];
