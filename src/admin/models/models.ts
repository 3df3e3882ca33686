import { randomBytes } from 'node:crypto';
import type { z } from 'zod';
import { GatewayError, invalid } from '../../contract/error.ts';
import { defined } from '../../lib/defined.ts';
import { documentOf, entryOf, type ModelDocument } from '../../models/document.ts';
import type { ModelRegistry } from '../../models/registry.ts';
import { targetsFor } from '../../routing/catalog.ts';
import type { Channel } from '../../routing/channel.ts';
import type { ModelEntry } from '../../routing/model-entry.ts';
import type { ModelRecords, ModelRow } from '../../storage/ports.ts';
import { modelRoutes as routes } from '../contract/models.ts';
import { type Handler, handle } from '../serving/handler.ts';

export interface ModelParts {
  readonly records: ModelRecords;
  readonly registry: ModelRegistry;
  readonly channels: () => readonly Channel[];
  /** Unix milliseconds. */
  readonly now: () => number;
}

export const modelHandlers = (parts: ModelParts): Handler[] => [
  handle(routes.list, async ({ query }) => listed(parts, query)),
  handle(routes.get, async ({ params }) => shown(parts, found(parts, params.id))),
  handle(routes.create, async ({ body, call }) => {
    const row = await create(parts, body);
    call.note({ id: row.id, name: row.name });
    return shown(parts, row);
  }),
  handle(routes.update, async ({ params: { id }, body }) => {
    const { name, enabled, ...rest } = body;
    const before = found(parts, id);
    if (name !== undefined) requireFree(parts, name, id);
    const document = JSON.stringify({ ...documentOf(before), ...defined(rest) });
    const change = { ...defined({ name, enabled }), document, updatedAt: parts.now() };
    if (!(await parts.records.update(id, change))) throw noModel();
    await parts.registry.changed();
    return shown(parts, found(parts, id));
  }),
  handle(routes.delete, async ({ params: { id } }) => {
    if (!(await parts.records.delete(id))) throw noModel();
    await parts.registry.changed();
    return undefined;
  }),
  handle(routes.preview, async ({ body: { name, associations } }) => {
    const entry = entryOf({ id: '', name, enabled: true }, { ...EMPTY, associations });
    return { targets: targetsOf(parts, entry) };
  }),
];

const EMPTY: ModelDocument = { developer: '', description: '', associations: [] };

async function create(parts: ModelParts, given: z.output<typeof routes.create.body>): Promise<ModelRow> {
  const { name, enabled = true, ...rest } = given;
  requireFree(parts, name);
  const now = parts.now();
  const id = `mo_${randomBytes(10).toString('hex')}`;
  const document = JSON.stringify({ ...EMPTY, ...defined(rest) });
  const row = { id, name, enabled, document, createdAt: now, updatedAt: now };
  await parts.records.insert(row);
  await parts.registry.changed();
  return row;
}

function listed(parts: ModelParts, query: z.output<typeof routes.list.query>) {
  const { search = '', state, cursor, limit } = query;
  const text = search.toLowerCase();
  const matching = parts.registry
    .models()
    .map((row) => shown(parts, row))
    .filter(({ name, developer, description }) =>
      [name, developer, description].join('\n').toLowerCase().includes(text),
    )
    .filter(({ enabled, targets }) => isIn(state, enabled, targets.length));
  const start = cursor === undefined ? 0 : matching.findIndex(({ id }) => id === cursor) + 1;
  const items = matching.slice(start, start + limit);
  return { items, next: start + limit < matching.length ? (items.at(-1)?.id ?? null) : null };
}

function isIn(
  state: z.output<typeof routes.list.query>['state'],
  enabled: boolean,
  targets: number,
): boolean {
  if (state === 'unserved') return enabled && targets === 0;
  return state === 'all' || enabled === (state === 'enabled');
}

function shown(parts: ModelParts, row: ModelRow): z.input<typeof routes.get.reply> {
  const { id, name, enabled, createdAt, updatedAt } = row;
  const { developer, description, associations } = documentOf(row);
  return {
    ...{ id, name, enabled, developer, description, createdAt, updatedAt },
    associations: associations as z.input<typeof routes.get.reply>['associations'],
    targets: targetsOf(parts, entryOf(row, documentOf(row))),
  };
}

function targetsOf({ registry, channels }: ModelParts, entry: ModelEntry) {
  const catalog = { ...registry.catalog(), entries: new Map([[entry.name, entry]]) };
  const served = { channels: channels(), catalog };
  const always = new Set(
    unconditional(entry, served).map(({ channel, target }) => `${channel.id}\n${target.model}`),
  );
  return targetsFor(served, entry.name, () => ({})).map(({ channel, target, rank }) => ({
    channel: channel.name,
    provider: channel.provider.id,
    upstreamModel: target.model,
    priority: rank ?? null,
    conditional: !always.has(`${channel.id}\n${target.model}`),
  }));
}

function unconditional(entry: ModelEntry, served: Parameters<typeof targetsFor>[0]) {
  const free = entry.associations.filter(({ when }) => Object.keys(when).length === 0);
  if (free.length === 0 && entry.associations.length > 0) return [];
  const entries = new Map([[entry.name, { ...entry, associations: free }]]);
  return targetsFor({ ...served, catalog: { ...served.catalog, entries } }, entry.name, () => ({}));
}

function found({ registry }: ModelParts, id: string): ModelRow {
  const row = registry.models().find((each) => each.id === id);
  if (!row) throw noModel();
  return row;
}

const noModel = (): GatewayError =>
  new GatewayError('not_found', 'There is no such model entry.', { field: 'id' });

function requireFree({ registry }: ModelParts, name: string, own?: string): void {
  const isTaken = registry.models().some((row) => row.name === name && row.id !== own);
  if (isTaken) throw invalid('name', `There is another entry for the model "${name}".`);
}
