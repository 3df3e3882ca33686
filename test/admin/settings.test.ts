import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startGateway, type TestGateway } from '../gateway/start.ts';
import { type AdminClient, join, OWNER, setUpOwner } from './admin-client.ts';

let gateway: TestGateway;
let owner: AdminClient;
beforeAll(async () => {
  gateway = await startGateway();
  owner = await setUpOwner(gateway.url);
});
afterAll(() => gateway.close());

describe('settings', () => {
  it('are read and changed section by section', async () => {
    const { body: before } = await owner.get('/settings/general');
    const value = { name: 'AxonHub', accent: null, signInMessage: null };
    expect(before).toEqual({ value, version: 0, updatedAt: null, updatedBy: null });
    const { body } = await owner.patch('/settings/general', { value: { name: 'Atelier' }, version: 0 });
    expect(body).toMatchObject({ value: { name: 'Atelier' }, version: 1 });
    expect((await owner.get('/settings')).body.general).toEqual(body);
    const late = await owner.patch('/settings/general', { value: { name: 'Late' }, version: 0 });
    expect([late.status, late.body.error.code]).toEqual([409, 'conflict']);
  });

  it.each([
    ['a value out of range', 'sessions', { value: { idleHours: 0 } }, 'value.idleHours'],
    ['a member that is none', 'sessions', { value: { idleHour: 1 } }, 'value.idleHour'],
    ['no value', 'general', {}, 'value'],
  ])('refuse %s, naming it', async (_what, id, body, field) => {
    const reply = await owner.patch(`/settings/${id}`, body);
    expect([reply.status, reply.body.error.field]).toEqual([400, field]);
  });

  it('decide at once how long sessions last', async () => {
    const { email, password } = OWNER;
    const { headers } = await owner.post('/session', { email, password });
    expect(headers.get('set-cookie')).toContain(`Max-Age=${30 * 86_400}`);
    await owner.patch('/settings/sessions', { value: { maxDays: 1 } });
    const again = await owner.post('/session', { email, password });
    expect(again.headers.get('set-cookie')).toContain('Max-Age=86400');
  });

  it('are read by those who may, changed by fewer', async () => {
    const operator = await join(owner, gateway.url, { email: 'operator@example.com', role: 'operator' });
    expect((await operator.get('/settings/general')).status).toBe(200);
    expect((await operator.patch('/settings/general', { value: { name: 'X' } })).status).toBe(403);
  });
});
