import { useState } from 'react';
import type { Stroke } from './mask-canvas.ts';

type Point = Stroke['points'][number];

/** What has been painted so far, and what was taken back. */
export function useStrokes() {
  const [strokes, setStrokes] = useState<readonly Stroke[]>([]);
  const [undone, setUndone] = useState<readonly Stroke[]>([]);
  return {
    strokes,
    undone,
    begin: (stroke: Omit<Stroke, 'points'>, point: Point): void => {
      setUndone([]);
      setStrokes((all) => [...all, { ...stroke, points: [point] }]);
    },
    // Several moves may come between two drawings of the page.
    extend: (point: Point): void =>
      setStrokes((all) => {
        const last = all.at(-1);
        return last ? [...all.slice(0, -1), { ...last, points: [...last.points, point] }] : all;
      }),
    undo: (): void => {
      setUndone([...undone, ...strokes.slice(-1)]);
      setStrokes(strokes.slice(0, -1));
    },
    redo: (): void => {
      setStrokes([...strokes, ...undone.slice(-1)]);
      setUndone(undone.slice(0, -1));
    },
    clear: (): void => setStrokes([]),
  };
}
