import type { Provider } from '../contract/provider.ts';
import { matchesAny, namePattern } from '../lib/name-pattern.ts';
import type { ChannelModel } from '../routing/channel.ts';
import type { ChannelDocument, MappingRule, ModelRules } from './document.ts';

/**
 * The models a channel serves, names as clients use them; a name appears once. Undefined: its provider's whole catalogue under its own names,
 * which also lets ids through that only look like one of the provider's.
 */
export function servedModels(
  { models: rules, mapping }: Pick<ChannelDocument, 'models' | 'mapping'>,
  provider: Pick<Provider, 'models'>,
): ChannelModel[] | undefined {
  if (isPlainCatalogue(rules) && mapping.length === 0) return undefined;
  const listed = new Set(rules.list.map(({ name }) => name));
  const found = [...new Set(sourceOf(rules, provider))].filter(
    (id) => !listed.has(id) && isWanted(rules, id),
  );
  const entries = [...rules.list, ...found.map((name) => ({ name }))];
  const byName = new Map(entries.map((entry) => [entry.name, served(entry, rules.prefix, mapping)]));
  return [...byName.values()];
}

const isPlainCatalogue = ({ source, list, include, exclude, prefix }: ModelRules): boolean =>
  source === 'catalogue' && [list, include, exclude, prefix].every(({ length }) => length === 0);

function sourceOf({ source, upstream }: ModelRules, { models }: Pick<Provider, 'models'>): readonly string[] {
  if (source === 'upstream') return upstream;
  return source === 'list' ? [] : models.filter(({ retired }) => retired === undefined).map(({ id }) => id);
}

const isWanted = ({ include, exclude }: ModelRules, id: string): boolean =>
  (include.length === 0 || matchesAny(include, id)) && !matchesAny(exclude, id);

function served(
  { name, upstream, like }: ModelRules['list'][number],
  prefix: string,
  mapping: readonly MappingRule[],
): ChannelModel {
  return {
    name: prefix + name,
    upstream: upstream ?? mapped(name, mapping),
    ...(like !== undefined && { like }),
  };
}

function mapped(name: string, mapping: readonly MappingRule[]): string {
  for (const { from, to } of mapping) {
    const match = namePattern(from).exec(name);
    if (match) return to.replaceAll(/\$(\d)/g, (_, group: string) => match[Number(group)] ?? '');
  }
  return name;
}
