import type { ModelListing } from '../../contract/provider.ts';
import { asArray, asString, member } from '../../contract/tree.ts';

/** The checkpoints that the server has. */
export const listModels: ModelListing = {
  call: () => ({ method: 'GET', path: '/sdapi/v1/sd-models' }),
  decode: (tree) => ({ ids: asArray(tree).flatMap((entry) => asString(member(entry, 'title')) ?? []) }),
};
