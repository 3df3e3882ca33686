import { GatewayError } from '../../contract/error.ts';
import type { ChatRequest, ImageRequest, Message, Part, Warning } from '../../contract/request.ts';

/** Reports every field that only formats other than `own` know; `client` is between the dialect and itself. */
export function foreignExtensions(request: ChatRequest, ...own: readonly string[]): readonly Warning[] {
  const foreign = Object.entries(request.extensions)
    .filter(([format]) => format !== 'client' && !own.includes(format))
    .flatMap(([, fields]) => Object.keys(fields).map((field) => ignored(field)));
  return unlessStrict(request, foreign);
}

/**
 * What is said of a request's extensions that are left out.
 * @throws GatewayError `unsupported_parameter` where strictness is asked for: all that the Images API takes are parameters of the picture
 */
export function unlessStrict(
  request: ChatRequest | ImageRequest,
  left: readonly Warning[],
): readonly Warning[] {
  const wishes = request.operation === 'image' ? request.wishes : request.output.image?.wishes;
  const asked = request.extensions['openai-images'];
  const refused = wishes?.strict && asked && left.find(({ field }) => Object.hasOwn(asked, field));
  if (!refused) return left;
  const { field, detail } = refused;
  throw new GatewayError('unsupported_parameter', `${field}: ${detail}`, { field });
}

/** Where an upstream cannot be told how closely to look at a picture. */
export const ignoredDetail = (messages: readonly Message[]): Warning[] =>
  messages.some(({ parts }) => parts.some(hasDetail))
    ? [ignored('detail', 'The model decides itself how closely it looks at pictures.')]
    : [];

const hasDetail = (part: Part): boolean => {
  if (part.type === 'tool-result') return part.parts.some(hasDetail);
  return part.type === 'media' && part.detail !== undefined && part.detail !== 'auto';
};

export const ignored = (field: string, detail = 'The upstream does not know this parameter.'): Warning => ({
  kind: 'ignored',
  field,
  detail,
});
