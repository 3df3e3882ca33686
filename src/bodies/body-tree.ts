import type { Query } from '../contract/dialect.ts';
import type { Call } from '../contract/provider.ts';
import { SplicedString, type Tree } from '../contract/tree.ts';

type Form = Extract<Query['body'] | NonNullable<Call['body']>, { readonly kind: 'form' }>['entries'];

/** A body as JSON, whatever it was on the wire: a form becomes the list of its fields, files as base64. */
export function treeOf(body: Query['body'] | NonNullable<Call['body']>): Tree {
  if (body.kind === 'json') return body.tree;
  return body.kind === 'urlencoded' ? body.fields : fieldsOf(body.entries);
}

const fieldsOf = (entries: Form): Tree =>
  entries.map((entry) => {
    if ('value' in entry) return { name: entry.name, value: entry.value };
    const { name, fileName, mediaType, payload } = entry;
    return {
      name,
      fileName,
      ...(mediaType !== undefined && { mediaType }),
      data: SplicedString.of('', payload),
    };
  });

const MEDIA_TYPES = {
  json: 'application/json',
  form: 'multipart/form-data',
  urlencoded: 'application/x-www-form-urlencoded',
} as const;

export const mediaTypeOf = ({ kind }: { readonly kind: keyof typeof MEDIA_TYPES }): string =>
  MEDIA_TYPES[kind];
