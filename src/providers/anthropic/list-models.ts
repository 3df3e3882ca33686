import type { ModelListing } from '../../contract/provider.ts';
import { asArray, asString, member } from '../../contract/tree.ts';
import { VERSION_WITH_SAMPLING } from './sampling.ts';

/** GET /models, newest first, in pages. */
export const listModels: ModelListing = {
  call: (after) => ({
    method: 'GET',
    path: `/models?limit=1000${after === undefined ? '' : `&after_id=${encodeURIComponent(after)}`}`,
    headers: { 'anthropic-version': VERSION_WITH_SAMPLING },
  }),
  decode(tree) {
    const ids = asArray(member(tree, 'data')).flatMap((entry) => asString(member(entry, 'id')) ?? []);
    const next = member(tree, 'has_more') === true ? asString(member(tree, 'last_id')) : undefined;
    return { ids, ...(next !== undefined && { next }) };
  },
};
