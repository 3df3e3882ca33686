import { describe, expect, it } from 'vitest';
import { decodeError } from './errors.ts';
import { cardOf, MODELS } from './models.ts';

describe('what is known about OpenAI models', () => {
  it.each([
    ['gpt-image-2-2026-04-21', 'gpt-image-2'],
    ['gpt-image-2.5-flare-2026-09-08', 'gpt-image-2.5-flare'],
    ['openai/gpt-image-1', 'gpt-image-1'],
    ['gpt-image-2.6-nova', 'gpt-image-2.6-flare'],
    ['GPT-Image-1.5', 'gpt-image-1.5'],
    ['gpt-5-mini-2025-08-07', 'gpt-5-mini'],
  ])('%s can do what %s can', (id, like) => {
    expect(cardOf(id)).toMatchObject({ id });
    expect(cardOf(id).image).toEqual(cardOf(like).image);
    expect(cardOf(id).chat).toEqual(cardOf(like).chat);
  });

  it('asks of an unknown image model only what all of them take', () => {
    const image = cardOf('gpt-image-9').image;
    expect(image).toMatchObject({
      size: { kind: 'fixed' },
      inputFidelity: [],
      background: { transparent: 'never' },
    });
  });

  it('takes an unknown name for a text model that cannot draw', () => {
    expect(cardOf('llama-4')).toEqual({ id: 'llama-4', chat: { vision: true } });
  });

  it('knows a living successor of every retired model', () => {
    const retired = MODELS.filter((card) => card.retired);
    expect(retired.map(({ id }) => id)).toEqual(['gpt-image-1', 'dall-e-3', 'dall-e-2']);
    for (const { successor } of retired) {
      expect(MODELS.find(({ id }) => id === successor)?.retired ?? 'living').toBe('living');
    }
  });

  it('names the successor when the upstream no longer knows the model', () => {
    const message = 'The model `gpt-image-1` does not exist or you do not have access to it.';
    const tree = { error: { code: 'model_not_found', message } };
    expect(decodeError({ status: 404, headers: {}, tree }).message).toBe(
      'OpenAI shut gpt-image-1 down on 2026-10-23; gpt-image-2.5-flare replaces it.',
    );
  });
});
