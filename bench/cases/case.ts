import type { Findings } from '../findings.ts';
import type { Laboratory } from '../laboratory.ts';

/** Something that is measured under one name. */
export interface Case {
  readonly name: string;
  readonly title: string;
  run(laboratory: Laboratory): Promise<Findings>;
}
