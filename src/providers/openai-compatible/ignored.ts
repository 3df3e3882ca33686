import type { ChatJob, Warning } from '../../contract/request.ts';

/** Reports every field that only formats other than `own` know; `client` is between the dialect and itself. */
export function foreignExtensions(
  extensions: ChatJob['request']['extensions'],
  ...own: readonly string[]
): Warning[] {
  return Object.entries(extensions)
    .filter(([format]) => format !== 'client' && !own.includes(format))
    .flatMap(([, fields]) => Object.keys(fields).map((field) => ignored(field)));
}

export const ignored = (field: string, detail = 'The upstream does not know this parameter.'): Warning => ({
  kind: 'ignored',
  field,
  detail,
});
