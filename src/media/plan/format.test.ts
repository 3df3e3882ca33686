import { describe } from 'vitest';
import { CUTOUT, checkCases, PHOTO, PLAIN, RICH } from '../../../test/media/plan-cases.ts';

describe('planBackground, planFormat, planCompression', () => {
  checkCases({
    'a transparent background is asked for': {
      on: RICH,
      wishes: { background: 'transparent' },
      order: { background: 'transparent', format: 'png' },
    },
    'transparency is never faked': {
      on: PLAIN,
      wishes: { background: 'transparent' },
      order: { background: undefined },
      after: { flatten: undefined },
      warned: ['ignored background'],
    },
    'transparency only for the edit of a cut-out': {
      on: { ...RICH, background: { native: ['opaque', 'transparent'], transparent: 'edit-with-alpha' } },
      wishes: { background: 'transparent' },
      rest: { inputs: [CUTOUT] },
      order: { background: 'transparent' },
    },
    '… and not for a photograph': {
      on: { ...RICH, background: { native: ['opaque', 'transparent'], transparent: 'edit-with-alpha' } },
      wishes: { background: 'transparent' },
      rest: { inputs: [PHOTO] },
      order: { background: undefined },
      warned: ['ignored background'],
    },
    'opaque is made by the gateway where it cannot be sent': {
      on: PLAIN,
      wishes: { background: 'opaque' },
      order: { background: undefined },
      after: { flatten: true },
    },
    'a transparent JPEG becomes a PNG': {
      on: RICH,
      wishes: { background: 'transparent', format: 'jpeg' },
      order: { format: 'png' },
      after: { format: 'png' },
      warned: ['adjusted format'],
    },
    'a JPEG stays one where transparency is impossible anyway': {
      on: PLAIN,
      wishes: { background: 'transparent', format: 'jpeg' },
      after: { format: 'jpeg' },
      warned: ['ignored background'],
    },
    'a format goes as it is': {
      on: RICH,
      wishes: { format: 'webp' },
      order: { format: 'webp' },
      after: { format: 'webp' },
    },
    'an unknown format is converted from a lossless one': {
      on: { ...RICH, format: { native: ['jpeg', 'png'], compression: true } },
      wishes: { format: 'webp', compression: 60 },
      order: { format: 'png', compression: undefined },
      after: { format: 'webp', compression: 60, recompress: true },
      warned: ['emulated format', 'emulated compression'],
    },
    'no format is sent where the field is refused': {
      on: PLAIN,
      wishes: { format: 'jpeg' },
      order: { format: undefined },
      after: { format: 'jpeg' },
    },
    'compression goes as it is': {
      on: RICH,
      wishes: { format: 'jpeg', compression: 70 },
      order: { compression: 70 },
      after: { recompress: undefined },
    },
    'compression is made by the gateway': {
      on: PLAIN,
      wishes: { format: 'jpeg', compression: 70 },
      order: { compression: undefined },
      after: { compression: 70, recompress: true },
      warned: ['emulated compression'],
    },
    'PNG has no compression': {
      on: RICH,
      wishes: { compression: 70 },
      order: { compression: undefined },
      warned: ['ignored compression'],
    },
    'compression 100 is what PNG does anyway': { on: RICH, wishes: { compression: 100 } },
  });
});
