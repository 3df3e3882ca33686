import type { invitation } from '@contract/invitations.ts';
import { MailX } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { Button } from '@/ui/button.tsx';
import { Confirm } from '@/ui/confirm.tsx';
import { useFormat } from '@/ui/format.ts';
import { Cell, Head, Table } from '@/ui/table.tsx';
import { RoleBadge } from './role-badge.tsx';

type Invitation = z.output<typeof invitation>;

interface InvitationsProps {
  readonly items: readonly Invitation[];
  /** Absent: the person may not take them back. */
  readonly onRevoke?: ((id: string) => Promise<unknown>) | undefined;
  /** Shows the role in this project instead of the one in the whole installation. */
  readonly project?: string;
  readonly nameOfProject: (id: string) => string;
}

/** Invitations that nobody has accepted yet. */
export function Invitations({ items, onRevoke, project, nameOfProject }: InvitationsProps) {
  const { t } = useTranslation('people');
  const format = useFormat();
  const [revoking, setRevoking] = useState<Invitation>();
  return (
    <>
      <Table
        label={t('invitations.title')}
        head={
          <>
            <Head>{t('email')}</Head>
            <Head>{t('role')}</Head>
            {project === undefined && <Head>{t('projects')}</Head>}
            <Head>{t('invitations.expires')}</Head>
            <Head>
              <span className="sr-only">{t('actions')}</span>
            </Head>
          </>
        }
      >
        {items.map((each) => (
          <tr key={each.id} className="hover:bg-muted/60">
            <Cell className="font-medium">{each.email}</Cell>
            <Cell>
              <RoleBadge
                id={
                  project === undefined
                    ? each.role
                    : (each.memberships.find((membership) => membership.project === project)?.role ?? null)
                }
              />
            </Cell>
            {project === undefined && (
              <Cell>{each.memberships.map((one) => nameOfProject(one.project)).join(', ') || '–'}</Cell>
            )}
            <Cell className="whitespace-nowrap">{format.time(each.expiresAt)}</Cell>
            <Cell className="text-right">
              {onRevoke && (
                <Button
                  kind="ghost"
                  size="icon"
                  aria-label={t('invitations.revokeOf', { email: each.email })}
                  title={t('invitations.revoke')}
                  onClick={() => setRevoking(each)}
                >
                  <MailX aria-hidden />
                </Button>
              )}
            </Cell>
          </tr>
        ))}
      </Table>
      {revoking && onRevoke && (
        <Confirm
          open
          onClose={() => setRevoking(undefined)}
          title={t('invitations.revoke')}
          action={t('invitations.revoke')}
          onConfirm={() => onRevoke(revoking.id)}
        >
          {t('invitations.revokeHint', { email: revoking.email })}
        </Confirm>
      )}
    </>
  );
}
