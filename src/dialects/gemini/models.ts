import type { ListedModel, ModelLists } from '../../contract/dialect.ts';
import type { TreeObject } from '../../contract/tree.ts';

/** `GET …/models` as Google's clients read it: everything on one page. */
export const models: ModelLists = {
  paths: ['/v1beta/models', '/gemini/v1beta/models', '/gemini/v1/models'],
  recognises: (headers) =>
    headers['x-goog-api-key'] !== undefined || headers['x-goog-api-client'] !== undefined,
  list: (listed) => ({ models: listed.map(describe) }),
  one: describe,
};

function describe({ id, owned_by, architecture }: ListedModel): TreeObject {
  const generates = architecture.output_modalities.length > 0;
  return {
    name: `models/${id}`,
    version: '',
    displayName: id,
    description: `Served by ${owned_by}.`,
    supportedGenerationMethods: generates ? ['generateContent', 'streamGenerateContent', 'countTokens'] : [],
  };
}
