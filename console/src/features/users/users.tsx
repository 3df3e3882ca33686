import { invitationRoutes } from '@contract/invitations.ts';
import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange, useRoute } from '@/api/use-route.ts';
import { useMay, useMe } from '@/app/session.ts';
import { Badge } from '@/ui/badge.tsx';
import { Button } from '@/ui/button.tsx';
import { Page } from '@/ui/card.tsx';
import { Empty, Loaded } from '@/ui/states.tsx';
import { Tabs } from '@/ui/tabs.tsx';
import { Invitations } from '../people/invitations.tsx';
import { InviteDialog } from './invite-dialog.tsx';
import { UserList } from './user-list.tsx';

export default function UsersPage() {
  const { t } = useTranslation('users');
  const mayWrite = useMay()('users:write');
  const [inviting, setInviting] = useState(false);
  const invitations = useRoute(invitationRoutes.list);
  const revoke = useChange(invitationRoutes.revoke);
  const { projects } = useMe();
  const invite = mayWrite && (
    <Button kind="primary" onClick={() => setInviting(true)}>
      <UserPlus aria-hidden />
      {t('invite')}
    </Button>
  );
  const open = (
    <Loaded query={invitations}>
      {({ items }) =>
        items.length === 0 ? (
          <Empty icon={UserPlus} title={t('noInvitations.title')} action={invite}>
            {t('noInvitations.text')}
          </Empty>
        ) : (
          <Invitations
            items={items}
            nameOfProject={(id) => projects.find((project) => project.id === id)?.name ?? id}
            {...(mayWrite && { onRevoke: (id: string) => revoke.mutateAsync({ params: { id } }) })}
          />
        )
      }
    </Loaded>
  );
  const count = invitations.data?.items.length ?? 0;
  const invitationsName = (
    <span className="flex items-center gap-2">
      {t('tabs.invitations')}
      {count > 0 && <Badge tone="accent">{count}</Badge>}
    </span>
  );
  return (
    <Page title={t('title')} description={t('description')} actions={invite}>
      <Tabs
        label={t('title')}
        tabs={[
          { id: 'users', name: t('tabs.users'), content: <UserList /> },
          { id: 'invitations', name: invitationsName, content: open },
        ]}
      />
      {inviting && <InviteDialog onClose={() => setInviting(false)} />}
    </Page>
  );
}
