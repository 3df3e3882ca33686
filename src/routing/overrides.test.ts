import { describe, expect, it } from 'vitest';
import type { Call } from '../contract/provider.ts';
import type { TreeObject } from '../contract/tree.ts';
import { applyOverrides, type HeaderOverride, type ParameterOverride } from './overrides.ts';

const facts = { model: 'gpt-5-mini', operation: 'chat' } as const;
const post = (tree: TreeObject): Call => ({ method: 'POST', path: '/x', body: { kind: 'json', tree } });
function change(
  tree: TreeObject,
  parameters: readonly ParameterOverride[],
  of: Parameters<typeof applyOverrides>[2] = facts,
) {
  const { call, warnings } = applyOverrides(post(tree), { parameters, headers: [] }, of);
  return { tree: call.body?.kind === 'json' ? call.body.tree : undefined, warnings };
}
const headersBy = (rules: readonly HeaderOverride[], headers: Record<string, string>) =>
  applyOverrides({ method: 'GET', path: '/x', headers }, { parameters: [], headers: rules }, facts).call
    .headers;

describe('the parameters of a call', () => {
  const tree = { temperature: 0.7, reasoning: { effort: 'high' }, tools: [{ type: 'a' }, { type: 'b' }] };

  it.each<[string, ParameterOverride, TreeObject]>([
    ['set one that is there', { action: 'set', path: 'temperature', value: 0 }, { ...tree, temperature: 0 }],
    ['set one deep inside', { action: 'set', path: 'a.b.c', value: [1] }, { ...tree, a: { b: { c: [1] } } }],
    [
      'set one in a list',
      { action: 'set', path: 'tools[1].type', value: 'c' },
      { ...tree, tools: [{ type: 'a' }, { type: 'c' }] },
    ],
    ['take one out', { action: 'delete', path: 'reasoning.effort' }, { ...tree, reasoning: {} }],
    ['take one out of a list', { action: 'delete', path: 'tools[0]' }, { ...tree, tools: [{ type: 'b' }] }],
    ['leave a list alone that is too short', { action: 'set', path: 'tools[7].type', value: 'c' }, tree],
    ['leave a value alone that is no object', { action: 'set', path: 'temperature.x', value: 1 }, tree],
    ['do nothing for one that is not there', { action: 'rename', path: 'top_k', to: 'k' }, tree],
  ])('%s', (_what, rule, after) => {
    expect(change(tree, [rule]).tree).toEqual(after);
  });

  it('move to another name', () => {
    const { tree: after } = change(tree, [{ action: 'rename', path: 'reasoning.effort', to: 'effort' }]);
    expect(after).toEqual({ temperature: 0.7, reasoning: {}, tools: tree.tools, effort: 'high' });
  });

  it('leave the client’s own tree as it is', () => {
    const own = structuredClone(tree);
    change(own, [
      { action: 'delete', path: 'tools[0]' },
      { action: 'set', path: 'reasoning.effort', value: 'low' },
    ]);
    expect(own).toEqual(tree);
  });

  it('are a warning where they were another value, and none where they were not there or the same', () => {
    const { warnings } = change(tree, [
      { action: 'set', path: 'temperature', value: 0 },
      { action: 'set', path: 'reasoning.effort', value: 'high' },
      { action: 'set', path: 'service_tier', value: 'flex' },
      { action: 'delete', path: 'tools' },
      { action: 'delete', path: 'nothing' },
    ]);
    expect(warnings).toEqual([
      { kind: 'adjusted', field: 'temperature', detail: 'The channel sets it to 0.' },
      { kind: 'ignored', field: 'tools', detail: 'The channel takes it out.' },
    ]);
  });

  it('change only for the models and operations that a rule is about', () => {
    const rule = (when: object): ParameterOverride => ({ action: 'set', path: 'x', value: 1, when });
    const isSet = (when: object) => (change({}, [rule(when)]).tree as TreeObject).x === 1;
    expect(
      [{ models: ['gpt-5*'] }, { models: ['o3', '/mini$/'] }, { operations: ['chat'] }, {}].map(isSet),
    ).toEqual([true, true, true, true]);
    expect(
      [{ models: ['o3'] }, { operations: ['image'] }, { models: ['gpt-5*'], operations: ['task'] }].map(
        isSet,
      ),
    ).toEqual([false, false, false]);
  });

  it('of a form are its text fields; its files stay', () => {
    const payload = { name: 'image', payload: {} as never, fileName: 'a.png', mediaType: 'image/png' };
    const entries = [{ name: 'quality', value: 'high' }, payload, { name: 'n', value: '1' }];
    const { call, warnings } = applyOverrides(
      { method: 'POST', path: '/x', body: { kind: 'form', entries } },
      {
        parameters: [
          { action: 'set', path: 'quality', value: 'low' },
          { action: 'delete', path: 'n' },
        ],
        headers: [],
      },
      facts,
    );
    expect(call.body).toEqual({ kind: 'form', entries: [{ name: 'quality', value: 'low' }, payload] });
    expect(warnings.map(({ field }) => field)).toEqual(['quality', 'n']);
  });
});

describe('the headers of a call', () => {
  it('are set, taken out and renamed, whatever the case of their names', () => {
    const headers = { 'X-One': '1', 'x-two': '2' };
    expect(headersBy([{ action: 'set', name: 'x-one', value: 'new' }], headers)).toEqual({
      'x-one': 'new',
      'x-two': '2',
    });
    expect(headersBy([{ action: 'delete', name: 'X-TWO' }], headers)).toEqual({ 'X-One': '1' });
    expect(headersBy([{ action: 'rename', name: 'x-one', to: 'X-Three' }], headers)).toEqual({
      'x-three': '1',
      'x-two': '2',
    });
    expect(headersBy([{ action: 'rename', name: 'none', to: 'x' }], headers)).toEqual(headers);
  });
});
