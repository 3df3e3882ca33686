import { afterAll, beforeAll, expect, it } from 'vitest';
import { startGateway, type TestGateway } from '../gateway/start.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.close());

const get = (path: string) => fetch(gateway.url + path);

it('the reference page needs nothing from any other server', async () => {
  const page = await get('/docs/api');
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(page.headers.get('content-security-policy')).toMatch(
    /^default-src 'none'; script-src 'self'; style-src 'self';/,
  );
  const html = await page.text();
  const named = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => path ?? '');
  expect(named).toHaveLength(4);
  for (const path of named) {
    expect(path).toMatch(/^\/(?!\/)/);
    const file = await get(path);
    expect([path, file.status]).toEqual([path, 200]);
    expect(file.headers.get('content-type')).toMatch(/css|javascript|json/);
    expect((await file.text()).length).toBeGreaterThan(100);
  }
  // What the policy would refuse.
  expect(html).not.toMatch(/<script>|<style|style=|onload=/);
});

it('the reference reads the document of this gateway and shows it to nobody else', async () => {
  const start = await (await get('/docs/api/start.js')).text();
  expect(start).toContain("url: '/admin/openapi.json'");
  expect(start).toContain('validatorUrl: null');
  expect(start).not.toMatch(/https?:/);
});
