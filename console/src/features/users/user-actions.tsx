import { userRoutes } from '@contract/users.ts';
import { KeySquare, LogOut, Trash2, UserCheck, UserX } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import { useChange } from '@/api/use-route.ts';
import { Button } from '@/ui/button.tsx';
import { Confirm } from '@/ui/confirm.tsx';
import { FailureNote } from '@/ui/states.tsx';
import { LinkNote } from '../people/link-note.tsx';
import type { UserDetail } from './user-dialog.tsx';

type Asked = 'signOut' | 'disable' | 'delete';

/** What an administrator can do about somebody else. */
export function UserActions({ user, onGone }: { readonly user: UserDetail; readonly onGone: () => void }) {
  const { t } = useTranslation('users');
  const params = { id: user.id };
  const update = useChange(userRoutes.update);
  const remove = useChange(userRoutes.delete);
  const passwordLink = useChange(userRoutes.passwordLink);
  const endSessions = useChange(userRoutes.endSessions);
  const [asked, setAsked] = useState<Asked>();
  const setEnabled = (enabled: boolean) => update.mutateAsync({ params, body: { enabled } });
  const done: Record<Asked, () => Promise<unknown>> = {
    disable: () => setEnabled(false),
    delete: async () => {
      await remove.mutateAsync({ params });
      onGone();
    },
    signOut: async () => {
      const { ended } = await endSessions.mutateAsync({ params });
      toast.success(t('signedOut', { count: ended }));
    },
  };
  const failure = passwordLink.error ?? (asked === undefined ? update.error : null);
  return (
    <section className="grid gap-3">
      <h3 className="font-medium">{t('actions')}</h3>
      {passwordLink.data && <LinkNote link={passwordLink.data} kind="password" />}
      {failure && <FailureNote error={failure} />}
      <div className="flex flex-wrap gap-2">
        <Button busy={passwordLink.isPending} onClick={() => passwordLink.mutate({ params })}>
          <KeySquare aria-hidden />
          {t('passwordLink')}
        </Button>
        <Button onClick={() => setAsked('signOut')}>
          <LogOut aria-hidden />
          {t('signOut')}
        </Button>
        {user.enabled ? (
          <Button onClick={() => setAsked('disable')}>
            <UserX aria-hidden />
            {t('disable')}
          </Button>
        ) : (
          <Button busy={update.isPending} onClick={() => void setEnabled(true).catch(() => {})}>
            <UserCheck aria-hidden />
            {t('enable')}
          </Button>
        )}
        <Button kind="danger" onClick={() => setAsked('delete')}>
          <Trash2 aria-hidden />
          {t('delete')}
        </Button>
      </div>
      {asked !== undefined && (
        <Confirm
          open
          onClose={() => setAsked(undefined)}
          title={t(asked)}
          action={t(asked)}
          onConfirm={done[asked]}
        >
          {t(`ask.${asked}`, { name: user.name })}
        </Confirm>
      )}
    </section>
  );
}
