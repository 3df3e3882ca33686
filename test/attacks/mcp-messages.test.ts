import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AttackedHouse, openAttackedHouse, ROUTES } from './attacked-house.ts';

let house: AttackedHouse;
beforeAll(async () => {
  house = await openAttackedHouse();
});
afterAll(() => house.close());

const send = async (message: unknown) => {
  const { status, text } = await house.send(ROUTES.mcp, JSON.stringify(message));
  return { status, answer: text === '' ? undefined : JSON.parse(text) };
};
const call = { jsonrpc: '2.0', id: 1, method: 'tools/list' };

describe('a message that nobody would answer', () => {
  it.each([
    ['without a version', { id: 1, method: 'tools/list' }],
    ['of another version', { ...call, jsonrpc: '1.0' }],
    ['with a member too many', { ...call, model: 'x' }],
    ['whose id is null', { ...call, id: null }],
    ['whose id is an object', { ...call, id: {} }],
    ['whose method is a number', { ...call, method: 7 }],
    ['whose parameters are a list', { ...call, params: [1] }],
    ['that is a number', 7],
    ['that is a text', 'tools/list'],
    ['that is null', null],
    ['that is an empty batch', []],
    ['among good ones', [call, { id: 2 }]],
  ])('%s is refused at once', async (_what, message) => {
    expect(await send(message)).toMatchObject({ status: 400, answer: { error: { code: -32600 } } });
  });

  it('taken back by its sender is answered all the same: nobody waits for ever', async () => {
    const cancelled = { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 1 } };
    const draw = {
      ...call,
      method: 'tools/call',
      params: { name: 'generate_image', arguments: { prompt: 'A kite', model: 'demo-image', size: '64x64' } },
    };
    const { status, answer } = await send([draw, cancelled]);
    expect([status, answer[0].id]).toEqual([200, 1]);
  });

  it('to a method that does not exist is an error with its id', async () => {
    const { answer } = await send({ ...call, method: 'no/such' });
    expect(answer).toMatchObject({ id: 1, error: { code: -32601 } });
  });
});
