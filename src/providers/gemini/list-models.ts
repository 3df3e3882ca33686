import type { ModelListing } from '../../contract/provider.ts';
import { asArray, asString, member } from '../../contract/tree.ts';

/** GET /models, in pages; ids without the `models/` before them. */
export const listModels: ModelListing = {
  call: (after) => ({
    method: 'GET',
    path: `/models?pageSize=1000${after === undefined ? '' : `&pageToken=${encodeURIComponent(after)}`}`,
  }),
  decode(tree) {
    const names = asArray(member(tree, 'models')).flatMap((entry) => asString(member(entry, 'name')) ?? []);
    const next = asString(member(tree, 'nextPageToken'));
    return { ids: names.map((name) => name.replace(/^models\//, '')), ...(next && { next }) };
  },
};
