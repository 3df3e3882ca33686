import { describe } from 'vitest';
import { BIG, checkCases, FIXED, PHOTO, PLAIN, px, RICH, UNTOLD } from '../../../test/media/plan-cases.ts';

describe('planSize', () => {
  checkCases({
    'the tool draws 1024x1024 when nothing is said': {
      on: RICH,
      wishes: {},
      order: { size: px(1024, 1024) },
      after: { size: px(1024, 1024), format: 'png' },
    },
    'the tool default is made even where the model cannot draw it, without a warning nobody asked for': {
      on: BIG,
      wishes: {},
      order: { size: px(1920, 1920) },
      after: { size: px(1024, 1024) },
    },
    'a bare chat asks for an ordinary square and takes it as it comes': {
      on: BIG,
      wishes: {},
      rest: { defaults: 'chat' },
      order: { size: px(1920, 1920) },
      after: { size: undefined },
    },
    'the Images API leaves an absent size to the model': {
      on: RICH,
      wishes: {},
      rest: { defaults: 'openai-images' },
      order: { size: undefined },
      after: { size: undefined },
    },
    'auto leaves the size to the model': {
      on: PLAIN,
      wishes: { size: 'auto' },
      order: { aspectRatio: undefined, tier: undefined },
      after: { size: undefined },
    },
    'an edit without a size keeps the shape of its first picture': {
      on: PLAIN,
      wishes: {},
      rest: { inputs: [{ ...PHOTO, ...px(1376, 768) }] },
      order: { aspectRatio: '16:9', tier: '1K' },
      after: { size: undefined },
    },
    'a legal size goes as it is': {
      on: RICH,
      wishes: { size: px(1536, 1024) },
      order: { size: px(1536, 1024) },
    },
    '256x256 is drawn at 1024x1024 and scaled down': {
      on: RICH,
      wishes: { size: px(256, 256) },
      order: { size: px(1024, 1024) },
      after: { size: px(256, 256) },
      warned: ['emulated size'],
    },
    '512x512 on fixed sizes too': {
      on: FIXED,
      wishes: { size: px(512, 512) },
      order: { size: px(1024, 1024) },
      after: { size: px(512, 512) },
      warned: ['emulated size'],
    },
    'an odd size is rounded to what is legal and cut': {
      on: RICH,
      wishes: { size: px(1920, 1080) },
      order: { size: px(1936, 1088) },
      after: { size: px(1920, 1080) },
      warned: ['emulated size'],
    },
    'the nearest fixed shape is taken': {
      on: FIXED,
      wishes: { size: px(1400, 1000) },
      order: { size: px(1536, 1024) },
      warned: ['emulated size'],
    },
    'the smallest tier that covers the size is taken': {
      on: PLAIN,
      wishes: { size: px(1536, 1024) },
      order: { aspectRatio: '3:2', tier: '2K' },
      after: { size: px(1536, 1024) },
      warned: ['emulated size'],
    },
    'enlarging over 1.5 times is said': {
      on: FIXED,
      wishes: { size: px(2048, 2048) },
      order: { size: px(1024, 1024) },
      warned: ['emulated size', 'adjusted size'],
    },
    'enlarging less is only emulation': {
      on: FIXED,
      wishes: { size: px(1200, 1200) },
      warned: ['emulated size'],
    },
    'a model that cannot be told a size gets none': {
      on: UNTOLD,
      wishes: { size: px(640, 480) },
      order: { size: undefined },
      after: { size: px(640, 480) },
      warned: ['emulated size'],
    },
    'a ratio and tier the model knows go as they are': {
      on: PLAIN,
      wishes: { aspectRatio: '16:9', tier: '2k' },
      order: { aspectRatio: '16:9', tier: '2K' },
      after: { ratio: undefined },
    },
    'a ratio becomes pixels': {
      on: RICH,
      wishes: { aspectRatio: '3:2' },
      order: { size: px(1248, 832) },
      after: { size: undefined, ratio: undefined },
    },
    'a ratio the model lacks is cut from the nearest': {
      on: PLAIN,
      wishes: { aspectRatio: '2:1' },
      order: { aspectRatio: '16:9' },
      after: { ratio: 2 },
      warned: ['emulated aspectRatio'],
    },
    'a tier the model lacks is adjusted': {
      on: PLAIN,
      wishes: { tier: '4K' },
      order: { tier: '2K' },
      warned: ['adjusted tier'],
    },
    'a tier becomes pixels': { on: RICH, wishes: { tier: '2K' }, order: { size: px(2048, 2048) } },
    'pixels win over a contradicting ratio': {
      on: RICH,
      wishes: { size: px(1024, 1024), aspectRatio: '16:9', tier: '2K' },
      order: { size: px(1024, 1024) },
      warned: ['ignored aspectRatio', 'ignored tier'],
    },
    'what is no ratio is said': {
      on: RICH,
      wishes: { aspectRatio: 'wide' },
      warned: ['ignored aspectRatio'],
    },
    'a tier without a size field is ignored': {
      on: UNTOLD,
      wishes: { tier: '2K', aspectRatio: '16:9' },
      after: { ratio: 16 / 9 },
      warned: ['emulated aspectRatio', 'ignored tier'],
    },
  });
});
