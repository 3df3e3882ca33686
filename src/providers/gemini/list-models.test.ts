import { expect, it } from 'vitest';
import { listModels } from './list-models.ts';

it('asks for the page that the one before named, and drops what Google writes before its ids', () => {
  const models = [{ name: 'models/gemini-3-pro-image' }, { name: 'models/gemini-2.5-flash' }, {}];
  expect(listModels.decode({ models, nextPageToken: 'a=b' })).toEqual({
    ids: ['gemini-3-pro-image', 'gemini-2.5-flash'],
    next: 'a=b',
  });
  expect(listModels.call('a=b').path).toBe('/models?pageSize=1000&pageToken=a%3Db');
  expect(listModels.decode({ models: [] })).toEqual({ ids: [] });
});
