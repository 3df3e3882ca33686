import { useMemo, useReducer } from 'react';
import type { Stroke } from './mask-canvas.ts';

type Strokes = readonly Stroke[];
type Point = Stroke['points'][number];

interface Painting {
  readonly strokes: Strokes;
  /** What it was before each step, and what it was before each step that was taken back. */
  readonly before: readonly Strokes[];
  readonly undone: readonly Strokes[];
}

type Step =
  | { readonly do: 'begin'; readonly stroke: Stroke }
  | { readonly do: 'extend'; readonly point: Point }
  | { readonly do: 'undo' | 'redo' | 'clear' };

const NOTHING: Painting = { strokes: [], before: [], undone: [] };

function reduce(painting: Painting, step: Step): Painting {
  const { strokes, before, undone } = painting;
  const made = (next: Strokes): Painting => ({ strokes: next, before: [...before, strokes], undone: [] });
  switch (step.do) {
    case 'begin':
      return made([...strokes, step.stroke]);
    case 'extend': {
      const last = strokes.at(-1);
      if (!last) return painting;
      const longer = { ...last, points: [...last.points, step.point] };
      return { ...painting, strokes: [...strokes.slice(0, -1), longer] };
    }
    case 'clear':
      return strokes.length === 0 ? painting : made([]);
    case 'undo': {
      const earlier = before.at(-1);
      if (!earlier) return painting;
      return { strokes: earlier, before: before.slice(0, -1), undone: [...undone, strokes] };
    }
    case 'redo': {
      const later = undone.at(-1);
      if (!later) return painting;
      return { strokes: later, before: [...before, strokes], undone: undone.slice(0, -1) };
    }
  }
}

/** What has been painted so far; strokes and clearing can be taken back and made again. */
export function useStrokes() {
  const [{ strokes, before, undone }, act] = useReducer(reduce, NOTHING);
  const actions = useMemo(
    () => ({
      begin: (stroke: Omit<Stroke, 'points'>, point: Point): void =>
        act({ do: 'begin', stroke: { ...stroke, points: [point] } }),
      // Several moves may come between two drawings of the page.
      extend: (point: Point): void => act({ do: 'extend', point }),
      undo: (): void => act({ do: 'undo' }),
      redo: (): void => act({ do: 'redo' }),
      clear: (): void => act({ do: 'clear' }),
    }),
    [],
  );
  return { strokes, mayUndo: before.length > 0, mayRedo: undone.length > 0, ...actions };
}
