import type { SectionId } from '../../../../src/admin/contract/settings.ts';

/** One card of a panel. */
type Part =
  /** A section of the settings, or some members of it; `words`: where its title stands, if not with the section's. */
  | {
      readonly kind: 'form';
      readonly section: SectionId;
      readonly members?: readonly string[];
      readonly words?: string;
    }
  | { readonly kind: 'logo' | 'configuration' | 'storage' | 'backup' };

interface Panel {
  /** Stands in the address. */
  readonly id: string;
  readonly parts: readonly Part[];
}

const ORDER = ['strategy', 'affinity', 'timeZone'];
const RETRIES = ['maxAttempts', 'patienceMs', 'patienceElsewhereMs', 'mostWaits'];

/** What people look for, which is not always a section of the settings. Every member of every section stands in one of them. */
export const PANELS: readonly Panel[] = [
  { id: 'brand', parts: [{ kind: 'form', section: 'general' }, { kind: 'logo' }] },
  {
    id: 'retention',
    parts: [
      { kind: 'form', section: 'requests' },
      { kind: 'form', section: 'audit' },
    ],
  },
  {
    id: 'retries',
    parts: [{ kind: 'form', section: 'routing', members: RETRIES, words: 'retries' }],
  },
  { id: 'routing', parts: [{ kind: 'form', section: 'routing', members: ORDER }] },
  { id: 'limits', parts: [{ kind: 'form', section: 'limits' }, { kind: 'configuration' }] },
  { id: 'models', parts: [{ kind: 'form', section: 'models' }] },
  { id: 'sessions', parts: [{ kind: 'form', section: 'sessions' }] },
  { id: 'oidc', parts: [{ kind: 'form', section: 'oidc' }] },
  { id: 'storage', parts: [{ kind: 'storage' }] },
  { id: 'backup', parts: [{ kind: 'backup' }] },
];
