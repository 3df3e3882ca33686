import { describe, expect, it } from 'vitest';
import { modelAccess } from './model-access.ts';

const open = { models: [], channels: [] };

describe('the models of a key', () => {
  it('are renamed by the first mapping that fits', () => {
    const { resolve } = modelAccess({
      ...open,
      mappings: [
        { from: 'fast', to: 'gpt-6-mini' },
        { from: 'claude-(opus|sonnet)-.*', to: 'gemini-4-$1', regex: true },
        { from: 'claude-.*', to: 'never', regex: true },
      ],
    });
    expect(['fast', 'faster', 'claude-opus-5', 'gpt-6'].map(resolve)).toEqual([
      'gpt-6-mini',
      'faster',
      'gemini-4-opus',
      'gpt-6',
    ]);
  });

  it('are those that every list names, with wildcards but nothing else special', () => {
    const { allowsModel } = modelAccess({
      ...open,
      models: [['gpt-*', 'o1.5'], undefined, ['*-mini', 'o1.5']],
    });
    const names = ['gpt-6-mini', 'gpt-6', 'o1.5', 'o1x5', 'x-mini'];
    expect(names.filter(allowsModel)).toEqual(['gpt-6-mini', 'o1.5']);
  });

  it('come from the channels that every list names', () => {
    const { allowsChannel } = modelAccess({
      ...open,
      channels: [
        ['a', 'b'],
        ['b', 'c'],
      ],
    });
    expect(['a', 'b', 'c'].filter(allowsChannel)).toEqual(['b']);
  });

  it('are all of them without any rule', () => {
    const access = modelAccess(open);
    expect([access.allowsModel('x'), access.allowsChannel('y'), access.resolve('z')]).toEqual([
      true,
      true,
      'z',
    ]);
  });
});
