import type { Format } from '../replies.ts';

/** One of those that are measured side by side. */
export interface Subject {
  readonly name: SubjectName;
  readonly origin: string;
  /** Undefined: there is nothing between client and upstream whose cost could be read. */
  readonly pid: number | undefined;
  /** What a request has to carry to reach an upstream of that format. */
  headers(format: Format): { readonly [name: string]: string };
  /** Forgets what it has kept on the disk. */
  tidy(): Promise<void>;
  stop(): Promise<void>;
}

export const SUBJECTS = ['direct', 'nginx', 'floor', 'portkey', 'ours'] as const;
export type SubjectName = (typeof SUBJECTS)[number];

/** It is not on this machine. The message says what to do about it. */
export class Absent extends Error {}
