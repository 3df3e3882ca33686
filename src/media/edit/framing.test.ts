import { describe, expect, it } from 'vitest';
import { framingMoved, THUMB } from './framing.ts';

const draw = (value: (x: number, y: number) => number) =>
  Uint8Array.from({ length: THUMB * THUMB }, (_, at) => value(at % THUMB, Math.floor(at / THUMB)));
const scene = (x: number, y: number) => 128 + 60 * Math.sin(x / 4) + 60 * Math.cos(y / 5 + x / 17);
const nothingHidden = new Uint8Array(THUMB * THUMB);

describe('framingMoved', () => {
  it('sees a shift', () => {
    expect(
      framingMoved(
        draw(scene),
        draw((x, y) => scene(x - 4, y + 3)),
        nothingHidden,
      ),
    ).toBe(true);
  });

  it('sees a zoom', () => {
    const zoomed = draw((x, y) => scene(32 + (x - 32) * 0.93, 32 + (y - 32) * 0.93));
    expect(framingMoved(draw(scene), zoomed, nothingHidden)).toBe(true);
  });

  it('does not mind other colours in the same places', () => {
    expect(
      framingMoved(
        draw(scene),
        draw((x, y) => scene(x, y) * 0.7 + 30),
        nothingHidden,
      ),
    ).toBe(false);
  });

  it('does not mind a wholly other picture', () => {
    expect(
      framingMoved(
        draw(scene),
        draw(() => 128),
        nothingHidden,
      ),
    ).toBe(false);
    expect(
      framingMoved(
        draw(scene),
        draw((x, y) => (x * 37 + y * 91) % 256),
        nothingHidden,
      ),
    ).toBe(false);
  });

  it('looks at nothing inside the mask', () => {
    const hidden = draw((x) => (x > 8 && x < 56 ? 255 : 0));
    const moved = draw((x, y) => (x > 8 && x < 56 ? scene(x - 5, y) : scene(x, y)));
    expect(framingMoved(draw(scene), moved, hidden)).toBe(false);
  });
});
