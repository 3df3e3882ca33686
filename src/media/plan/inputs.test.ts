import { describe } from 'vitest';
import { checkCases, PHOTO, PLAIN, px, RICH } from '../../../test/media/plan-cases.ts';

describe('planMask, planInputs, planSeed, planNegativePrompt, planStyle', () => {
  checkCases({
    'a mask keeps the size of its picture': {
      on: RICH,
      wishes: {},
      rest: { inputs: [{ ...PHOTO, ...px(1600, 1200) }], mask: true },
      order: { size: px(1600, 1200) },
      after: { outsideMask: true, size: undefined },
    },
    'a mask goes as a picture where the model takes none': {
      on: PLAIN,
      wishes: {},
      rest: { inputs: [PHOTO], mask: true },
      hint: /last picture is a mask/,
      warned: ['emulated mask'],
    },
    'a mask becomes words where no further picture fits': {
      on: PLAIN,
      wishes: {},
      rest: { inputs: [PHOTO, PHOTO, PHOTO], mask: true },
      hint: /masked area/,
      warned: ['emulated mask'],
    },
    'another ratio does not go with a mask': {
      on: RICH,
      wishes: { aspectRatio: '1:1', tier: '2K' },
      rest: { inputs: [{ ...PHOTO, ...px(1600, 1200) }], mask: true },
      order: { size: px(1600, 1200) },
      warned: ['ignored aspectRatio', 'ignored tier'],
    },
    'a seed goes as it is': { on: PLAIN, wishes: { seed: 7 }, order: { seed: 7 } },
    'a seed the model lacks is said': {
      on: RICH,
      wishes: { seed: 7 },
      order: { seed: undefined },
      warned: ['ignored seed'],
    },
    'a negative prompt becomes words': {
      on: RICH,
      wishes: { negativePrompt: 'people' },
      order: { negativePrompt: undefined },
      hint: /Avoid: people/,
      warned: ['hinted negativePrompt'],
    },
    'a negative prompt goes as it is': {
      on: { ...RICH, negativePrompt: true },
      wishes: { negativePrompt: 'people' },
      order: { negativePrompt: 'people' },
    },
    'a style becomes words': {
      on: RICH,
      wishes: { style: 'vivid' },
      hint: /Style: vivid/,
      warned: ['hinted style'],
    },
    'a style goes as it is': {
      on: { ...RICH, styles: ['vivid'] },
      wishes: { style: 'vivid' },
      order: { style: 'vivid' },
    },
    'more inputs than the model takes are left out': {
      on: PLAIN,
      wishes: {},
      rest: { inputs: [PHOTO, PHOTO, PHOTO, PHOTO] },
      warned: ['ignored inputs'],
    },
  });
});
