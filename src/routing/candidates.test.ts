import { describe, expect, it } from 'vitest';
import { makeChannel } from '../../test/routing/channel.ts';
import type { ModelCard } from '../contract/capability.ts';
import type { Provider } from '../contract/provider.ts';
import { candidates, offers } from './candidates.ts';
import type { Channel } from './channel.ts';

const card = (id: string, more: Partial<ModelCard> = {}): ModelCard => ({
  id,
  chat: { vision: false },
  ...more,
});
const provider: Provider = {
  id: 'test',
  title: 'Test',
  docs: '',
  baseUrl: '',
  accepts: /^test-/,
  models: [card('test-new'), card('test-old', { retired: '2026-01-01' })],
  card: (model) => card(model, { title: `card of ${model}` }),
  authorize: () => ({}),
  decodeError: () => {
    throw new TypeError('no errors here');
  },
};
const channel = (name: string, more?: Partial<Channel>): Channel => makeChannel(name, provider, more);
const names = (channels: readonly Channel[], model = 'test-new'): string[] =>
  candidates(channels, model).map((each) => each.channel.name);

describe('the targets of a model', () => {
  it('come in the order of the configuration', () => {
    expect(names([channel('b', { priority: 2 }), channel('a', { priority: 1 })])).toEqual(['b', 'a']);
  });

  it('are those of channels that list it, under the upstream’s own name and rules', () => {
    const listed = channel('a', { models: [{ name: 'mine', upstream: 'ep-1', like: 'test-new' }] });
    expect(candidates([listed, channel('b')], 'mine')).toMatchObject([
      { target: { channel: 'a', baseUrl: 'http://a', model: 'ep-1', card: { title: 'card of test-new' } } },
    ]);
  });

  it('include channels without a list for any id that looks like their provider’s', () => {
    expect(names([channel('a')], 'test-of-tomorrow')).toEqual(['a']);
    expect(names([channel('a')], 'other-model')).toEqual([]);
    expect(names([channel('a', { models: [] })], 'test-of-tomorrow')).toEqual([]);
  });

  it('of a retired model exist only where a channel lists it or accepts its name', () => {
    const listed = channel('a', { models: [{ name: 'test-old', upstream: 'test-old' }] });
    expect(names([listed], 'test-old')).toEqual(['a']);
  });
});

describe('what is offered', () => {
  it('is each name once, from the channel that is tried first', () => {
    const all = offers([channel('late', { priority: 5 }), channel('early')]);
    expect(all.map(({ name, channel }) => [name, channel.name])).toEqual([['test-new', 'early']]);
  });

  it('leaves retired models out of catalogues, not out of lists', () => {
    const listed = channel('a', { models: [{ name: 'test-old', upstream: 'test-old' }] });
    expect(offers([listed]).map(({ name }) => name)).toEqual(['test-old']);
  });
});
