import type { ModelListing } from '../../contract/provider.ts';
import { asArray, asString } from '../../contract/tree.ts';

/** The checkpoints that lie in the server's folder. */
export const listModels: ModelListing = {
  call: () => ({ method: 'GET', path: '/models/checkpoints' }),
  decode: (tree) => ({ ids: asArray(tree).flatMap((name) => asString(name) ?? []) }),
};
