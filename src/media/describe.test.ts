import { describe, expect, it } from 'vitest';
import type { ImageCapability } from '../contract/capability.ts';
import { PROVIDERS } from '../providers/all.ts';
import { describeParameters } from './describe.ts';

const capabilities = PROVIDERS.flatMap(({ id, models }) =>
  models.flatMap((card): [string, ImageCapability][] => {
    const capability = card.image ?? card.chat?.image;
    return capability ? [[`${id} ${card.id}`, capability]] : [];
  }),
);
const DOCUMENTED = [
  ...[
    'background',
    'input_fidelity',
    'input_image_mask',
    'moderation',
    'output_compression',
    'output_format',
  ],
  ...[
    'partial_images',
    'quality',
    'size',
    'watermark',
    'n',
    'seed',
    'aspect_ratio',
    'negative_prompt',
    'style',
  ],
];

describe('what a model does with the parameters', () => {
  it.each(capabilities)('%s: every one of them is described', (_name, capability) => {
    expect(Object.keys(describeParameters(capability))).toEqual(DOCUMENTED);
  });

  const example = capabilities.find(([name]) => name === 'openai gpt-image-2')?.[1] as ImageCapability;
  const described = (change: Partial<ImageCapability>) => describeParameters({ ...example, ...change });

  it('is native where the model takes it', () => {
    expect(described({}).output_format).toMatchObject({ support: 'native', native: ['png', 'jpeg', 'webp'] });
    expect(described({ maxCount: 4 }).n).toMatchObject({ support: 'native', native: ['1–4'] });
  });

  it('is emulated where the gateway can do it', () => {
    const emulated = described({
      format: { native: ['png'], compression: false },
      mask: 'reference',
      maxCount: 1,
    });
    expect(emulated.output_format?.support).toBe('emulated');
    expect(emulated.output_compression?.support).toBe('emulated');
    expect(emulated.input_image_mask?.support).toBe('emulated');
    expect(emulated.n?.support).toBe('emulated');
  });

  it('is impossible where nobody can, in the same cases in which strict mode refuses it', () => {
    const poor = described({
      moderation: 'none',
      maxPartials: 0,
      seed: false,
      quality: { kind: 'none' },
      tasks: ['generate'],
    });
    for (const name of ['moderation', 'partial_images', 'seed', 'quality', 'input_image_mask']) {
      expect([name, poor[name]?.support]).toEqual([name, 'impossible']);
    }
  });

  it('is words in the prompt where only words can help', () => {
    const hinted = described({ inputFidelity: [], negativePrompt: false, styles: [] });
    for (const name of ['input_fidelity', 'negative_prompt', 'style']) {
      expect([name, hinted[name]?.support]).toEqual([name, 'hinted']);
    }
  });

  it('says what cannot be switched off', () => {
    const marked = described({ watermark: { visible: 'overlay', invisible: 'SynthID' } });
    expect(marked.watermark).toMatchObject({ support: 'emulated', note: expect.stringContaining('SynthID') });
  });
});
