import { type RefObject, useEffect, useRef, useState } from 'react';
import { memberAtFault } from '@/ui/complaint.ts';

/** Which part of the editor has the member. */
const PART_OF: { readonly [member: string]: string } = {
  ...{ name: 'general', priority: 'general', weight: 'general', baseUrl: 'general' },
  ...{ settings: 'general', tags: 'general', note: 'general' },
  ...{ models: 'models', mapping: 'models', overrides: 'overrides' },
  ...{ timeoutMs: 'connection', idleTimeoutMs: 'connection', proxy: 'connection' },
  ...{ limits: 'limits', budgets: 'limits' },
};

/** What is wrong in the part that is seen: the control itself, or else the entry it belongs to. */
const AT_FAULT = ['[aria-invalid=true]', '[data-at-fault] :is(input, select, textarea)'];

/** The part that is seen. Once the gateway complains of a member, it is the part with that member, which gets the focus. */
export function usePart(error: unknown): {
  readonly part: string;
  readonly show: (part: string) => void;
  readonly box: RefObject<HTMLDivElement | null>;
} {
  const [part, show] = useState('general');
  const box = useRef<HTMLDivElement>(null);
  const wanted = PART_OF[memberAtFault(error) ?? ''];
  const answered = useRef<unknown>(undefined);
  useEffect(() => {
    if (wanted === undefined || answered.current === error) return;
    // What is hidden takes no focus: this runs once more when it is seen.
    if (part !== wanted) return show(wanted);
    answered.current = error;
    const panel = box.current?.querySelector('[role=tabpanel][data-state=active]');
    const [control] = AT_FAULT.flatMap((each) => panel?.querySelector<HTMLElement>(each) ?? []);
    control?.focus();
  }, [error, wanted, part]);
  return { part, show, box };
}
