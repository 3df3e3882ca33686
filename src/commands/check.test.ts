import { describe, expect, it } from 'vitest';
import { runCheck } from './check.ts';

describe('axonhub check', () => {
  const providers = [
    { id: 'acme', envKey: 'ACME_API_KEY', baseUrl: 'https://acme.example/v1' },
    { id: 'demo', baseUrl: '' },
  ];
  const check = async (env: Record<string, string>) => {
    const printed: string[] = [];
    const code = await runCheck({ options: {}, env, cwd: '/srv', providers }, (text) => printed.push(text));
    return { code, text: printed.join('\n') };
  };

  it('lists the channels without their keys and exits 0', async () => {
    const { code, text } = await check({ ACME_API_KEY: 'sk-secret' });
    expect(code).toBe(0);
    expect(text).toContain('acme (acme, priority 1, weight 100, environment): the catalogue of its provider');
    expect(text).not.toContain('sk-secret');
  });

  it('prints every problem and exits 1', async () => {
    const { code, text } = await check({ AXONHUB_PORT: 'x', AXONHUB_PUBLIC_URL: 'y' });
    expect(code).toBe(1);
    expect(text.split('\n')).toHaveLength(3);
  });
});
