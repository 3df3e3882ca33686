import type { ListedModel, ModelLists } from '../../contract/dialect.ts';
import type { TreeObject } from '../../contract/tree.ts';

/** `GET …/models` as Anthropic's clients read it: everything on one page. */
export const models: ModelLists = {
  paths: ['/anthropic/v1/models'],
  recognises: (headers) => headers['anthropic-version'] !== undefined,
  list: (listed) => ({
    data: listed.map(describe),
    has_more: false,
    first_id: listed.at(0)?.id ?? null,
    last_id: listed.at(-1)?.id ?? null,
  }),
  one: describe,
};

/** What the gateway does not know is null, where Anthropic's own types allow it. */
function describe({ id, created }: ListedModel): TreeObject {
  return {
    type: 'model',
    id,
    display_name: id,
    created_at: new Date(created * 1000).toISOString(),
    capabilities: null,
    max_input_tokens: null,
    max_tokens: null,
    lifecycle: 'active',
    line: null,
    deprecated_at: null,
    retires_at: null,
  };
}
