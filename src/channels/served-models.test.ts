import { describe, expect, it } from 'vitest';
import type { ModelRules } from './document.ts';
import { servedModels } from './served-models.ts';

const provider = {
  models: [{ id: 'gpt-5' }, { id: 'gpt-5-mini' }, { id: 'o3' }, { id: 'gpt-3', retired: '2026-01-01' }],
};
const RULES: ModelRules = {
  ...{ source: 'catalogue', list: [], include: [], exclude: [], prefix: '', upstream: [], askedAt: null },
};
const served = (rules: Partial<ModelRules>, mapping: { from: string; to: string }[] = []) =>
  servedModels({ models: { ...RULES, ...rules }, mapping }, provider);
const pairs = (...given: Parameters<typeof served>) =>
  served(...given)?.map(({ name, upstream }) => `${name}=${upstream}`);

describe('the models of a channel', () => {
  it('are the whole catalogue where nothing is said', () => {
    expect(served({})).toBeUndefined();
  });

  it('are those of the catalogue that are wanted, without retired ones', () => {
    expect(pairs({ include: ['gpt-*'], exclude: ['*-mini'] })).toEqual(['gpt-5=gpt-5']);
  });

  it('are what the upstream listed, each once, and what is listed by hand before it', () => {
    const upstream = ['a', 'b', 'a'];
    const list = [{ name: 'b', upstream: 'ep-1', like: 'gpt-5' }, { name: 'c' }];
    expect(served({ source: 'upstream', upstream, list })).toEqual([
      { name: 'b', upstream: 'ep-1', like: 'gpt-5' },
      { name: 'c', upstream: 'c' },
      { name: 'a', upstream: 'a' },
    ]);
  });

  it('are the list alone where that is the source, whatever the patterns say of it', () => {
    expect(pairs({ source: 'list', list: [{ name: 'x' }], include: ['y'] })).toEqual(['x=x']);
  });

  it('have the prefix before the names that clients use', () => {
    expect(pairs({ include: ['o3'], prefix: 'work/' })).toEqual(['work/o3=o3']);
  });

  it('are asked for by the first rule that fits, unless their entry names the upstream itself', () => {
    const mapping = [
      { from: 'claude-*', to: 'anthropic.claude-$1' },
      { from: '/^(.*)-latest$/', to: '$1' },
      { from: 'claude-x', to: 'never' },
    ];
    const list = [{ name: 'claude-x' }, { name: 'gpt-latest' }, { name: 'claude-y', upstream: 'mine' }];
    expect(pairs({ source: 'list', list }, mapping)).toEqual([
      'claude-x=anthropic.claude-x',
      'gpt-latest=gpt',
      'claude-y=mine',
    ]);
  });
});
