import { describe, expect, it } from 'vitest';
import { BytesPayload } from '../contract/payload.ts';
import { type ActualImage, editsFor, type FinishContext } from './finish-plan.ts';

const PNG: ActualImage = {
  width: 1024,
  height: 1024,
  mediaType: 'image/png',
  format: 'png',
  hasAlpha: false,
};
const JPEG: ActualImage = { ...PNG, mediaType: 'image/jpeg', format: 'jpeg' };
const NOTHING: FinishContext = { wishes: {}, fields: {}, announced: [] };
const small = { width: 256, height: 256 };
const asked = (wishes: FinishContext['wishes']): FinishContext => ({ ...NOTHING, wishes });
const steps = (...found: Parameters<typeof editsFor>) => editsFor(...found).edits.map((edit) => edit.do);

describe('editsFor', () => {
  it('lets bytes pass untouched that are what was wanted', () => {
    const after = { size: { width: 1024, height: 1024 }, format: 'png' } as const;
    expect(editsFor(PNG, after, NOTHING)).toEqual({ edits: [], warnings: [] });
  });

  it('converts another format, silently where nobody asked for one', () => {
    expect(editsFor(JPEG, { format: 'png' }, NOTHING)).toEqual({
      edits: [{ do: 'encode', format: 'png', quality: 100 }],
      warnings: [],
    });
  });

  it('says that it converts where the format was asked for', () => {
    const { warnings } = editsFor(JPEG, { format: 'webp' }, asked({ format: 'webp' }));
    expect(warnings).toEqual([
      { kind: 'emulated', field: 'format', detail: 'The model returned image/jpeg; converted to webp.' },
    ]);
  });

  it('says nothing twice, under the client’s own name', () => {
    const fields = { format: 'output_format' };
    const announced = [{ kind: 'emulated', field: 'output_format', detail: 'x' }] as const;
    const context = { wishes: { format: 'webp' }, fields, announced } as const;
    expect(editsFor(JPEG, { format: 'webp' }, context).warnings).toEqual([]);
  });

  it('brings a picture to its size and names what came instead', () => {
    const found = editsFor(PNG, { size: small, format: 'png' }, asked({ size: small }));
    expect(found.edits).toEqual([
      { do: 'resize', size: small },
      { do: 'encode', format: 'png', quality: 100 },
    ]);
    expect(found.warnings).toEqual([expect.objectContaining({ kind: 'emulated', field: 'size' })]);
  });

  it.each([
    [2, { width: 1024, height: 512 }],
    [0.5, { width: 512, height: 1024 }],
  ])('cuts to the ratio %f', (ratio, size) => {
    expect(editsFor(PNG, { ratio, format: 'png' }, NOTHING).edits[0]).toEqual({ do: 'resize', size });
  });

  it('does not cut what is nearly in shape', () =>
    expect(steps(PNG, { ratio: 1.01, format: 'png' }, NOTHING)).toEqual([]));

  it('compresses again only where the model was not told', () => {
    const after = { format: 'jpeg', compression: 60 } as const;
    expect(steps(JPEG, after, NOTHING)).toEqual([]);
    expect(editsFor(JPEG, { ...after, recompress: true }, NOTHING).edits).toEqual([
      { do: 'encode', format: 'jpeg', quality: 60 },
    ]);
  });

  it('flattens only what has transparency', () => {
    const after = { flatten: true, format: 'png' } as const;
    expect(steps(PNG, after, NOTHING)).toEqual([]);
    const found = editsFor({ ...PNG, hasAlpha: true }, after, NOTHING);
    expect(found.edits.map((edit) => edit.do)).toEqual(['flatten', 'encode']);
    expect(found.warnings).toEqual([expect.objectContaining({ kind: 'emulated', field: 'background' })]);
  });

  it('flattens before JPEG', () => {
    expect(steps({ ...PNG, hasAlpha: true }, { format: 'jpeg' }, NOTHING)).toEqual(['flatten', 'encode']);
  });

  it('says that a transparent background did not come', () => {
    const { warnings } = editsFor(PNG, { format: 'png' }, asked({ background: 'transparent' }));
    expect(warnings).toEqual([expect.objectContaining({ kind: 'ignored', field: 'background' })]);
  });

  it('restores first, marks last', () => {
    const payload = new BytesPayload(new Uint8Array());
    const masked = { original: payload, mask: payload, originalSize: { width: 800, height: 600 } };
    const after = { outsideMask: true, size: small, watermark: true, format: 'webp' } as const;
    expect(steps(PNG, after, { ...NOTHING, masked })).toEqual(['restore', 'resize', 'watermark', 'encode']);
  });

  it('needs no scaling after restoring to the original’s size', () => {
    const payload = new BytesPayload(new Uint8Array());
    const masked = { original: payload, mask: payload, originalSize: small };
    expect(steps(PNG, { outsideMask: true, size: small, format: 'png' }, { ...NOTHING, masked })).toEqual([
      'restore',
      'encode',
    ]);
  });

  it('makes a PNG of a format nobody can ask for', () => {
    expect(editsFor({ ...PNG, format: 'avif' }, {}, NOTHING).edits).toEqual([
      { do: 'encode', format: 'png', quality: 100 },
    ]);
  });
});
