import { useCallback, useReducer, useRef } from 'react';
import { type DrawRequest, draw, type Progress } from './draw.ts';
import type { Picture } from './picture.ts';
import type { Wishes } from './wishes.ts';

/** One run on one model. */
export interface Run {
  readonly id: number;
  readonly model: string;
  readonly state: 'running' | 'done' | 'failed' | 'cancelled';
  readonly progress?: Progress;
  readonly error?: unknown;
  /** Milliseconds. */
  readonly startedAt: number;
  readonly endedAt?: number;
}

/** A step of the history: one prompt, run on one or several models. Steps that edit a result hang below it. */
export interface Step {
  readonly id: number;
  /** The step whose picture this one edits. */
  readonly parent: number | null;
  readonly prompt: string;
  /** What it was asked with. */
  readonly wishes: Wishes;
  readonly references: readonly Picture[];
  readonly mask?: Picture | undefined;
  readonly runs: readonly Run[];
}

type Action =
  | { readonly type: 'began'; readonly step: Step }
  | { readonly type: 'ran'; readonly step: number; readonly run: number; readonly change: Partial<Run> };

function reduce(steps: readonly Step[], action: Action): readonly Step[] {
  if (action.type === 'began') return [...steps, action.step];
  return steps.map((step) =>
    step.id === action.step
      ? {
          ...step,
          runs: step.runs.map((run) => (run.id === action.run ? { ...run, ...action.change } : run)),
        }
      : step,
  );
}

export interface Studio {
  readonly steps: readonly Step[];
  /** @returns the id of the new step */
  run(
    request: Omit<DrawRequest, 'model'> & {
      readonly models: readonly string[];
      readonly parent: number | null;
    },
  ): number;
  cancel(run: number): void;
}

export function useStudio(): Studio {
  const [steps, dispatch] = useReducer(reduce, []);
  const next = useRef(1);
  const running = useRef(new Map<number, AbortController>());

  const start = useCallback(async (step: number, run: Run, request: DrawRequest): Promise<void> => {
    const controller = new AbortController();
    running.current.set(run.id, controller);
    const tell = (change: Partial<Run>): void => dispatch({ type: 'ran', step, run: run.id, change });
    try {
      for await (const progress of draw(request, controller.signal)) tell({ progress });
      tell({ state: 'done', endedAt: Date.now() });
    } catch (error) {
      const state = controller.signal.aborted ? 'cancelled' : 'failed';
      tell({ state, error, endedAt: Date.now() });
    } finally {
      running.current.delete(run.id);
    }
  }, []);

  const run: Studio['run'] = useCallback(
    ({ models, parent, ...request }) => {
      const id = next.current++;
      const runs = models.map(
        (model): Run => ({ id: next.current++, model, state: 'running', startedAt: Date.now() }),
      );
      const { wishes, references, mask } = request;
      const step = { id, parent, prompt: wishes.prompt, wishes, references, mask, runs };
      dispatch({ type: 'began', step });
      for (const each of runs) void start(id, each, { ...request, model: each.model });
      return id;
    },
    [start],
  );
  const cancel = useCallback((id: number) => running.current.get(id)?.abort(), []);
  return { steps, run, cancel };
}

/** The picture that stands for a step in the history. */
export const faceOf = ({ runs }: Step): Picture | undefined =>
  runs.flatMap(({ progress }) => progress?.pictures ?? [])[0];
