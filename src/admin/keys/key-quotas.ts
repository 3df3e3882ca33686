import type { Quota } from '../../contract/quota.ts';
import type { Settings } from '../operations/settings-store.ts';

/** The quotas that the settings give to every key that has none of the kind. */
export function keyQuotas(settings: Pick<Settings, 'get'>): readonly Quota[] {
  const { keyRequestsPerMinute, keyUsdPerDay } = settings.get('limits');
  return [...quota('requests', 'minute', keyRequestsPerMinute), ...quota('cost', 'day', keyUsdPerDay)];
}

const quota = (measure: Quota['measure'], per: Quota['per'], limit: number | null): Quota[] =>
  limit === null ? [] : [{ measure, per, limit }];
