import { describe, expect, it } from 'vitest';
import { BIG, orderOf, PHOTO, PLAIN, plan, px, RICH } from '../../test/media/plan-cases.ts';
import { GatewayError } from '../contract/error.ts';
import type { ImageWishes } from '../contract/image.ts';

const refusal = (attempt: () => unknown): GatewayError => {
  try {
    attempt();
  } catch (error) {
    if (error instanceof GatewayError) return error;
  }
  throw new Error('nothing was refused');
};

describe('planImage in strict mode', () => {
  const impossible: readonly [keyof ImageWishes, ImageWishes][] = [
    ['background', { background: 'transparent' }],
    ['moderation', { moderation: 'low' }],
  ];

  it.each(impossible)(
    'refuses an impossible %s, naming parameter, model and alternatives',
    (name, wishes) => {
      const field = `tools[0].image_generation.${name}`;
      const fields = { [name]: field };
      const error = refusal(() => plan(PLAIN, { ...wishes, strict: true }, { fields, model: 'plain-1' }));
      expect(error).toMatchObject({ code: 'unsupported_parameter', facts: { field } });
      expect(error.message).toContain(field);
      expect(error.message).toContain('plain-1');
      expect(error.message).toContain('other');
    },
  );

  it('refuses a transparent JPEG, and names no other model: none can', () => {
    const wishes = { background: 'transparent', format: 'jpeg', strict: true } as const;
    const error = refusal(() => plan(RICH, wishes));
    expect(error).toMatchObject({ code: 'unsupported_parameter', facts: { field: 'format' } });
    expect(error.message).not.toContain('other');
  });

  it('accepts what the gateway emulates or puts into words', () => {
    const wishes: ImageWishes = {
      ...{ size: px(512, 512), format: 'webp', compression: 40, watermark: true, quality: 'high', count: 2 },
      ...{ negativePrompt: 'people', style: 'vivid', inputFidelity: 'high', strict: true },
    };
    const made = plan(PLAIN, wishes, { inputs: [PHOTO], mask: true });
    expect(new Set(made.warnings.map(({ kind }) => kind))).toEqual(new Set(['emulated', 'hinted']));
  });
});

describe('planImage without strict mode', () => {
  it('refuses an edit on a model that takes no pictures: a picture drawn without them helps nobody', () => {
    const error = refusal(() => plan({ ...RICH, tasks: ['generate'] }, {}, { inputs: [PHOTO] }));
    expect(error).toMatchObject({ code: 'unsupported_parameter', facts: { field: 'inputs' } });
  });

  it('refuses to generate on a model that only edits', () => {
    expect(refusal(() => plan({ ...RICH, tasks: ['edit'] }, {})).code).toBe('unsupported_parameter');
  });

  it('refuses a mask without a picture', () => {
    const error = refusal(() => plan(RICH, {}, { mask: true, fields: { mask: 'mask' } }));
    expect(error).toMatchObject({ code: 'invalid_request', facts: { field: 'mask' } });
  });

  it.each([px(0, 100), px(20_000, 100), px(16_000, 16_000)])('refuses a size of $width x $height', (size) => {
    expect(refusal(() => plan(RICH, { size }))).toMatchObject({
      code: 'invalid_request',
      facts: { field: 'size' },
    });
  });

  it('names the client’s own field in warnings', () => {
    const made = plan(RICH, { seed: 1 }, { fields: { seed: 'tools[0].image_generation.seed' } });
    expect(made.warnings.map(({ field }) => field)).toEqual(['tools[0].image_generation.seed']);
  });
});

describe('planImage splits the count', () => {
  const counts = (count: number, maxCount: number) =>
    plan({ ...RICH, maxCount }, { count }).calls.map(({ order }) => order.count);

  it('into 4+1 when the model allows 4', () => expect(counts(5, 4)).toEqual([4, 1]));
  it('into parallel singles when it allows 1', () => expect(counts(3, 1)).toEqual([1, 1, 1]));
  it('not at all when it allows enough', () => expect(counts(10, 10)).toEqual([10]));

  it('says so', () => {
    const made = plan({ ...RICH, maxCount: 4 }, { count: 5 }, { fields: { count: 'n' } });
    expect(made.warnings).toEqual([expect.objectContaining({ kind: 'emulated', field: 'n' })]);
  });

  it('with another seed in each call', () => {
    const made = plan(PLAIN, { count: 3, seed: 2_147_483_646 });
    expect(made.calls.map(({ order }) => order.seed)).toEqual([2_147_483_646, 2_147_483_647, 0]);
  });

  it('with the same order otherwise', () => {
    const made = plan(BIG, { count: 2, size: px(1920, 1920) });
    expect(made.calls[1]?.order).toEqual(orderOf(made));
  });
});

describe('planImage prepares inputs', () => {
  const gif = { ...PHOTO, mediaType: 'image/gif' };

  it('sends pictures the model takes as they are', () => {
    expect(plan(RICH, {}, { inputs: [PHOTO] }).inputEdits).toEqual([[]]);
  });

  it('converts what the model does not take to PNG', () => {
    const made = plan(RICH, {}, { inputs: [PHOTO, gif] });
    expect(made.inputEdits).toEqual([[], [{ do: 'encode', format: 'png', quality: 100 }]]);
    expect(made.warnings).toEqual([expect.objectContaining({ kind: 'emulated', field: 'inputs' })]);
  });

  it('makes files smaller that are larger than the model takes', () => {
    const capability = { ...RICH, inputs: { ...RICH.inputs, maxBytes: 1000 } };
    const made = plan(capability, {}, { inputs: [{ ...PHOTO, mediaType: 'image/png', bytes: 1001 }] });
    expect(made.inputEdits).toEqual([[expect.objectContaining({ do: 'encode', format: 'jpeg' })]]);
  });

  it('plans only for as many as are sent', () => {
    const made = plan(PLAIN, {}, { inputs: [PHOTO, PHOTO, PHOTO, gif] });
    expect(made).toMatchObject({ inputCount: 3, inputEdits: [[], [], []] });
  });
});
