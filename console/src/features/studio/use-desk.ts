import { useState } from 'react';
import type { ImageModel } from './image-models.ts';
import type { Picture } from './picture.ts';
import { type Step, useStudio } from './use-studio.ts';
import { NO_WISHES, type Wishes } from './wishes.ts';

/** What lies on the desk: what is asked for next, and what was made so far. */
export interface Desk {
  readonly wishes: Wishes;
  readonly setWishes: (wishes: Wishes) => void;
  readonly chosen: readonly string[];
  readonly choose: (models: readonly string[]) => void;
  readonly references: readonly Picture[];
  readonly setReferences: (pictures: readonly Picture[]) => void;
  readonly addReferences: (pictures: readonly Picture[]) => void;
  readonly mask: Picture | undefined;
  readonly setMask: (mask: Picture | undefined) => void;
  readonly steps: readonly Step[];
  /** The step whose results are seen. */
  readonly step: Step | undefined;
  readonly show: (step: number) => void;
  /** Whether enough is there to ask with. */
  readonly ready: boolean;
  readonly start: () => void;
  readonly cancel: (run: number) => void;
  /** The picture becomes what the next run starts from. */
  readonly edit: (picture: Picture) => void;
  /** Asks the same models for something like it. @param prompt what they are told */
  readonly vary: (picture: Picture, prompt: string) => void;
  /** Puts what the step was asked with into the form. */
  readonly takeUp: (step: Step) => void;
}

export function useDesk(project: string, models: readonly ImageModel[]): Desk {
  const { steps, run, cancel } = useStudio();
  const [wishes, setWishes] = useState(NO_WISHES);
  const [chosen, choose] = useState<readonly string[]>(models.slice(0, 1).map(({ id }) => id));
  const [references, setPictures] = useState<readonly Picture[]>([]);
  const [mask, setMask] = useState<Picture>();
  const [parent, setParent] = useState<number | null>(null);
  const [shown, setShown] = useState<number>();
  const ready = wishes.prompt.trim() !== '' && chosen.length > 0;

  return {
    ...{ wishes, setWishes, chosen, choose, references, mask, setMask, steps, ready, cancel, show: setShown },
    step: steps.find(({ id }) => id === shown),
    setReferences: (next) => {
      setPictures(next);
      if (next[0] !== references[0]) setMask(undefined);
      if (next.length === 0) setParent(null);
    },
    addReferences: (more) => setPictures((all) => [...all, ...more]),
    start: () => {
      if (ready)
        setShown(run({ project, models: chosen, wishes, references, parent, ...(mask && { mask }) }));
    },
    edit: (picture) => {
      setPictures([picture]);
      setMask(undefined);
      setParent(shown ?? null);
      setWishes({ ...wishes, prompt: '' });
    },
    vary: (picture, prompt) =>
      setShown(
        run({
          ...{ project, models: chosen, references: [picture], parent: shown ?? null },
          wishes: { ...wishes, prompt },
        }),
      ),
    takeUp: (step) => {
      setWishes(step.wishes);
      choose(step.runs.map(({ model }) => model));
      setPictures(step.references);
      setMask(step.mask);
      setParent(step.parent);
    },
  };
}
