import { imageRoutes } from '@contract/images.ts';
import { useEffect, useRef, useState } from 'react';
import { call, request } from '@/api/call.ts';
import { useUrlState } from '@/app/url-state.ts';
import { pictureOf } from './picture.ts';
import type { Desk } from './use-desk.ts';
import { wishedOf } from './wished.ts';
import { NO_WISHES } from './wishes.ts';

/**
 * Puts a kept picture on the desk where the address names one (`?picture=…`): to edit it, or (`how=again`) to ask for the like.
 * @returns why that failed
 */
export function useTakenUp(project: string, models: readonly string[], desk: Desk): unknown {
  const [{ picture, how }, change] = useUrlState();
  const [error, setError] = useState<unknown>();
  const now = useRef({ desk, models, change });
  now.current = { desk, models, change };
  useEffect(() => {
    if (picture === undefined) return;
    const params = { project, id: picture };
    const work = async (): Promise<void> => {
      const { model, prompt, parameters } = await call(imageRoutes.get, { params });
      const file = how === 'again' ? undefined : await (await request(imageRoutes.file, { params })).blob();
      const { desk: at, models: known, change: set } = now.current;
      if (known.includes(model)) at.choose([model]);
      if (file) at.edit(pictureOf(file));
      else at.setWishes({ ...NO_WISHES, ...wishedOf(prompt, parameters) });
      // It is on the desk now: a reload begins anew.
      set({ picture: undefined, how: undefined });
    };
    void work().catch(setError);
  }, [project, picture, how]);
  return error;
}
