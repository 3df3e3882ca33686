import { inspect } from 'node:util';
import { expect, it } from 'vitest';
import { Secret } from './secret.ts';

const secret = new Secret('sk-123');

it.each([
  ['a template', () => `${secret}`],
  ['JSON', () => JSON.stringify({ secret })],
  ['inspection', () => inspect({ secret }, { showHidden: true, depth: 9 })],
])('hides its text from %s', (_, show) => {
  expect(show()).toContain('[secret]');
  expect(show()).not.toContain('sk-123');
});

it('gives its text to who asks for it', () => {
  expect(secret.reveal()).toBe('sk-123');
});
