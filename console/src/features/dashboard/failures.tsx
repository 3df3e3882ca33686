import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { RequestTable } from '../requests/request-table.tsx';
import type { DashboardData } from './dashboard.tsx';

/** What went wrong last; a request opens on its own page. */
export function Failures({ failures }: { readonly failures: DashboardData['failures'] }) {
  const { t } = useTranslation('dashboard');
  const navigate = useNavigate();
  const open = (id: string) => void navigate({ to: '/requests', search: { id } as never });
  return (
    <section className="grid grid-cols-1 content-start gap-3">
      <h2 className="font-medium">{t('failures')}</h2>
      {failures.length === 0 ? (
        <p className="text-sm text-muted-foreground">{t('noFailures')}</p>
      ) : (
        <RequestTable items={failures} onOpen={open} />
      )}
    </section>
  );
}
