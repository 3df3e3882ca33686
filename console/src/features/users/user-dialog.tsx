import { userRoutes } from '@contract/users.ts';
import { useTranslation } from 'react-i18next';
import type { CallReply } from '@/api/call.ts';
import { useRoute } from '@/api/use-route.ts';
import { useMay, useMe } from '@/app/session.ts';
import { Dialog } from '@/ui/dialog.tsx';
import { Loaded } from '@/ui/states.tsx';
import { RoleBadge } from '../people/role-badge.tsx';
import { UserActions } from './user-actions.tsx';
import { UserForm } from './user-form.tsx';

export type UserDetail = CallReply<typeof userRoutes.get>;

/** One user: who they are, what they may do, their projects, and what can be done about them. */
export function UserDialog({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const query = useRoute(userRoutes.get, { params: { id } });
  const { data } = query;
  return (
    <Dialog open onClose={onClose} title={data?.name ?? '…'} description={data?.email} place="side">
      <Loaded query={query}>{(user) => <Content user={user} onClose={onClose} />}</Loaded>
    </Dialog>
  );
}

function Content({ user, onClose }: { readonly user: UserDetail; readonly onClose: () => void }) {
  const { t } = useTranslation('users');
  const mayWrite = useMay()('users:write');
  const own = useMe().id === user.id;
  return (
    <div className="grid gap-8">
      <UserForm user={user} disabled={!mayWrite} />
      <section className="grid gap-3">
        <h3 className="font-medium">{t('projects')}</h3>
        {user.projects.length === 0 ? (
          <p className="text-sm text-muted-foreground">{t('noProjects')}</p>
        ) : (
          <ul className="divide-y rounded-md border text-sm">
            {user.projects.map(({ id, name, role }) => (
              <li key={id} className="flex items-center justify-between gap-3 px-3 py-2">
                <span className="min-w-0 break-words">{name}</span>
                <RoleBadge id={role} />
              </li>
            ))}
          </ul>
        )}
      </section>
      {mayWrite && !own && <UserActions user={user} onGone={onClose} />}
    </div>
  );
}
