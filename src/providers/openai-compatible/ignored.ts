import type { ChatJob, Message, Part, Warning } from '../../contract/request.ts';

/** Reports every field that only formats other than `own` know; `client` is between the dialect and itself. */
export function foreignExtensions(
  extensions: ChatJob['request']['extensions'],
  ...own: readonly string[]
): Warning[] {
  return Object.entries(extensions)
    .filter(([format]) => format !== 'client' && !own.includes(format))
    .flatMap(([, fields]) => Object.keys(fields).map((field) => ignored(field)));
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
