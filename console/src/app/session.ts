import { meRoutes } from '@contract/me.ts';
import type { Scope } from '@contract/scopes.ts';
import { useSyncExternalStore } from 'react';
import type { CallReply } from '@/api/call.ts';
import { useRoute } from '@/api/use-route.ts';

export type Me = CallReply<typeof meRoutes.me>;
export type MyProject = Me['projects'][number];

/** Who is signed in. Only below the layout, where somebody is. */
export function useMe(): Me {
  const { data } = useRoute(meRoutes.me);
  if (!data) throw new Error('nobody is signed in');
  return data;
}

const STORED = 'axonhub.project';
const listeners = new Set<() => void>();

export function chooseProject(id: string): void {
  localStorage.setItem(STORED, id);
  for (const listener of listeners) listener();
}

const chosenProject = (): string | null => localStorage.getItem(STORED);

/** The project everything is shown of; undefined: the person is a member of none. */
export function useProject(): MyProject | undefined {
  const { projects } = useMe();
  const chosen = useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, chosenProject);
  return (
    projects.find(({ id }) => id === chosen) ?? projects.find(({ archived }) => !archived) ?? projects[0]
  );
}

/** Whether the person may do this, in the whole installation or in the project that is shown. */
export function useMay(): (scope: Scope) => boolean {
  const me = useMe();
  const project = useProject();
  return (scope) => me.scopes.includes(scope) || (project?.scopes.includes(scope) ?? false);
}

/** Whether the person may do this in the whole installation. */
export function useMayEverywhere(): (scope: Scope) => boolean {
  const me = useMe();
  return (scope) => me.scopes.includes(scope);
}
