import { describe, expect, it } from 'vitest';
import { makeChannel } from '../../test/routing/channel.ts';
import { GatewayError } from '../contract/error.ts';
import type { Provider } from '../contract/provider.ts';
import { EMPTY_CATALOG, offersOf, targetsFor } from './catalog.ts';
import type { Association, ModelEntry, RequestFacts } from './model-entry.ts';

const provider: Provider = {
  ...{
    id: 'test',
    title: 'Test',
    docs: '',
    baseUrl: '',
    models: [{ id: 'big' }, { id: 'big-2' }, { id: 'small' }],
  },
  ...{ card: (id: string) => ({ id }), authorize: () => ({}) },
  decodeError: () => new GatewayError('upstream_error', 'No.'),
};
const channels = [
  makeChannel('eu-1', provider, { tags: ['eu'] }),
  makeChannel('eu-2', provider, { tags: ['eu', 'cheap'], models: [{ name: 'small', upstream: 'ep-1' }] }),
  makeChannel('us-1', provider, { tags: ['us'] }),
];

const entry = (
  name: string,
  associations: Partial<Association>[],
  more: Partial<ModelEntry> = {},
): ModelEntry => ({
  ...{ id: `mo_${name}`, name, enabled: true, developer: '', description: '' },
  associations: associations.map((each) => ({ priority: 1, channels: {}, model: name, when: {}, ...each })),
  ...more,
});
const catalogOf = (...entries: ModelEntry[]) => ({
  ...EMPTY_CATALOG,
  entries: new Map(entries.map((each) => [each.name, each])),
});
const targets = (name: string, facts: RequestFacts, ...entries: ModelEntry[]) =>
  targetsFor({ channels, catalog: catalogOf(...entries) }, name, () => facts).map(
    ({ channel, target, rank }) => `${channel.name}/${target.model}${rank === undefined ? '' : `@${rank}`}`,
  );

describe('a model entry', () => {
  it('without associations leads to the models of its name', () => {
    expect(targets('small', {}, entry('small', []))).toEqual(['eu-1/small', 'eu-2/ep-1', 'us-1/small']);
  });

  it('leads where names, tags and patterns say, by the priority of the association', () => {
    const fast = entry('fast', [
      { channels: { names: [/^us-/] }, model: /^big/, priority: 2 },
      { channels: { tags: ['cheap'] }, model: 'small', priority: 1 },
    ]);
    expect(targets('fast', {}, fast)).toEqual(['eu-2/ep-1@1', 'us-1/big@2', 'us-1/big-2@2']);
  });

  it('names a target once, with its best priority', () => {
    const both = entry('any', [
      { model: 'small', priority: 5 },
      { channels: { tags: ['us'] }, model: 'small', priority: 0 },
    ]);
    expect(targets('any', {}, both)).toEqual(['us-1/small@0', 'eu-1/small@5', 'eu-2/ep-1@5']);
  });

  it('hides the name when it is switched off, whoever has the model', () => {
    expect(targets('small', {}, entry('small', [], { enabled: false }))).toEqual([]);
  });

  it.each<[string, Association['when'], RequestFacts, boolean]>([
    ['an operation', { operations: ['image'] }, { operation: 'chat' }, false],
    ['an operation', { operations: ['image'] }, { operation: 'image' }, true],
    ['long questions', { moreTokensThan: 100 }, { tokens: 100 }, false],
    ['long questions', { moreTokensThan: 100 }, { tokens: 101 }, true],
    ['short questions', { atMostTokens: 100 }, { tokens: 101 }, false],
    ['drawing', { draws: true }, { draws: false }, false],
    ['answers in one piece', { stream: false }, { stream: true }, false],
    ['a project', { projects: ['p1'] }, { project: 'p2' }, false],
    ['what is not known', { projects: ['p1'], draws: true }, {}, true],
    ['several, of which one fails', { stream: true, draws: true }, { stream: true, draws: false }, false],
  ])('may be for %s alone: %j and %j', (_what, when, facts, fits) => {
    const found = targets('x', facts, entry('x', [{ model: 'small', when, channels: { tags: ['us'] } }]));
    expect(found).toEqual(fits ? ['us-1/small@1'] : []);
  });
});

describe('what clients can ask for', () => {
  const named = (onlyEntries: boolean, ...entries: ModelEntry[]) =>
    offersOf({ channels, catalog: { ...catalogOf(...entries), onlyEntries } }).map(({ name }) => name);

  it('is every entry that leads somewhere, and what channels serve by names without one', () => {
    const entries = [
      entry('mine', [{ model: 'small' }]),
      entry('nowhere', []),
      entry('big', [], { enabled: false }),
    ];
    expect(named(false, ...entries)).toEqual(['mine', 'big-2', 'small']);
  });

  it('can be the entries alone', () => {
    expect(named(true, entry('mine', [{ model: 'small' }]))).toEqual(['mine']);
    const catalog = { ...catalogOf(), onlyEntries: true };
    expect(targetsFor({ channels, catalog }, 'small', () => ({}))).toEqual([]);
  });
});
