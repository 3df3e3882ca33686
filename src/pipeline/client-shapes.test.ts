import { describe, expect, it } from 'vitest';
import { imageShape } from './client-shapes.ts';

describe('how pictures stand in an answer', () => {
  it('is the mission’s shape for whoever is not known', () => {
    for (const agent of [undefined, 'curl/8', 'python-requests/2', 'node', 'my-app talking to openai/']) {
      expect(imageShape({ 'user-agent': agent }, null)).toEqual({
        kind: 'both',
        groupStreamed: false,
        toolCalls: true,
      });
    }
  });

  it('is decided by header before key before client', () => {
    const litellm = { 'user-agent': 'litellm/1' };
    expect(imageShape(litellm, null).kind).toBe('images');
    expect(imageShape(litellm, 'content').kind).toBe('content');
    expect(imageShape({ ...litellm, 'ah-image-shape': 'markdown' }, 'content').kind).toBe('markdown');
  });

  it('keeps what is known of the client’s stream whatever the shape', () => {
    const shape = imageShape({ 'user-agent': 'OpenAI/JS 7.57.0', 'ah-image-shape': 'images' }, null);
    expect(shape).toEqual({ kind: 'images', groupStreamed: true, toolCalls: true });
  });

  it('has no tool calls for helpers that throw on them', () => {
    const headers = { 'user-agent': 'OpenAI/JS 7.57.0', 'x-stainless-helper-method': 'stream' };
    expect(imageShape(headers, null)).toEqual({ kind: 'both', groupStreamed: true, toolCalls: false });
  });

  it('is refused where the header names none', () => {
    expect(() => imageShape({ 'ah-image-shape': 'round' }, null)).toThrow(/content, images, both, markdown/);
  });
});
