import type { Warning } from '../../contract/request.ts';

/** Takes note of something that cannot be carried to every provider. */
export type Warn = (warning: Warning) => void;
