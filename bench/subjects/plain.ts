import { type Running, startProgram } from '../programs.ts';
import type { Subject, SubjectName } from './subject.ts';

/** A subject that needs no headers and keeps nothing. */
export function plain(name: SubjectName, { origin, pid, stop }: Running): Subject {
  return { name, origin, pid, stop, headers: () => ({}), tidy: async () => {} };
}

/** Nothing in between. */
export const startDirect = async (upstream: string): Promise<Subject> => ({
  ...plain('direct', { origin: upstream, pid: 0, stop: async () => {} }),
  pid: undefined,
});

export const startFloor = async (upstream: string): Promise<Subject> =>
  plain('floor', await startProgram('floor-proxy', [upstream]));
