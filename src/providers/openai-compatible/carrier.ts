import type { Target } from '../../contract/provider.ts';
import type { Warning } from '../../contract/request.ts';
import type { ChatCompletionsOptions } from './options.ts';

/** What it takes to write a part of a request: the upstream's rules, and somebody to tell what it cannot carry. */
export interface Carrier {
  readonly options: ChatCompletionsOptions;
  readonly target: Target;
  readonly warn: (warning: Warning) => void;
}

/** Collects warnings, each once. */
export function carrierFor(
  options: ChatCompletionsOptions,
  target: Target,
): Carrier & { readonly warnings: readonly Warning[] } {
  const warnings: Warning[] = [];
  const warn = (warning: Warning): void => {
    const { field, detail } = warning;
    if (!warnings.some((known) => known.field === field && known.detail === detail)) warnings.push(warning);
  };
  return { options, target, warn, warnings };
}
