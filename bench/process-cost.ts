import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

/** What Linux says of a process and all its children; on other systems there is nothing to read. */

const TICKS_PER_SECOND = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

/** CPU time so far, user and system, of all threads. Exact to 10 ms. */
export const cpuMs = (pid: number): number =>
  family(pid).reduce((sum, each) => sum + (ticksOf(each) * 1000) / TICKS_PER_SECOND, 0);

/** Resident memory now. */
export const residentBytes = (pid: number): number => statusBytes(pid, 'VmRSS');

/** The most resident memory since `forgetPeak`. */
export const peakResidentBytes = (pid: number): number => statusBytes(pid, 'VmHWM');

export function forgetPeak(pid: number): void {
  for (const each of family(pid)) writeFileSync(`/proc/${each}/clear_refs`, '5');
}

function statusBytes(pid: number, member: string): number {
  const pattern = new RegExp(`^${member}:\\s+(\\d+) kB`, 'm');
  return family(pid).reduce((sum, each) => {
    const kilobytes = pattern.exec(readFileSync(`/proc/${each}/status`, 'utf8'))?.[1];
    return sum + Number(kilobytes ?? 0) * 1024;
  }, 0);
}

function ticksOf(pid: number): number {
  // The second member, the program's name, may hold spaces; the others are counted from its closing bracket.
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const members = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return Number(members[11]) + Number(members[12]);
}

function family(pid: number): number[] {
  const children = readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
    readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
  );
  return [pid, ...children.flatMap(family)];
}
