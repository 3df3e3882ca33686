import type { Config, ConfigInput } from '../../config.ts';

export interface Finding {
  /** What was looked at, in one or two words. */
  readonly about: string;
  /** `warning`: it works, but not as it should; `failure`: the gateway cannot start or serve like that. */
  readonly status: 'ok' | 'warning' | 'failure';
  readonly detail: string;
  /** What to do about it. */
  readonly advice?: string;
}

export interface Check {
  readonly about: string;
  /** What it throws is a failure. */
  look(config: Config, input: ConfigInput): Promise<readonly Finding[]>;
}
