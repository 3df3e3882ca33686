import type { Scope } from '@contract/scopes.ts';
import { Lock } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Page } from '@/ui/card.tsx';
import { Empty } from '@/ui/states.tsx';
import { useMay } from './session.ts';

interface GuardedProps {
  readonly scope: Scope | readonly Scope[] | undefined;
  /** Key of the page's name. */
  readonly title: string;
  readonly children: ReactNode;
}

/** A page for those who may see it; others, who got here by an address, are told whom to ask. */
export function Guarded({ scope, title, children }: GuardedProps) {
  const { t } = useTranslation();
  const may = useMay();
  const scopes = [scope ?? []].flat();
  if (scopes.length === 0 || scopes.some(may)) return children;
  return (
    <Page title={t(title)}>
      <Empty icon={Lock} title={t('guard.title')}>
        {t('guard.text', { scope: scopes.join(', ') })}
      </Empty>
    </Page>
  );
}
