import type { ModelListing } from '../../contract/provider.ts';
import { asArray, asString, member } from '../../contract/tree.ts';

/** `GET /models` as OpenAI has it, all on one page: `{data: [{id}]}`, at some the bare list. */
export const listOpenAiModels: ModelListing = {
  call: () => ({ method: 'GET', path: '/models' }),
  decode: (tree) => ({
    ids: asArray(member(tree, 'data') ?? tree).flatMap((entry) => asString(member(entry, 'id')) ?? []),
  }),
};
