import { invitationRoutes } from '@contract/invitations.ts';
import { memberRoutes } from '@contract/members.ts';
import { UserMinus, UserPlus, Users } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import type { CallReply } from '@/api/call.ts';
import { useChange, useRoute } from '@/api/use-route.ts';
import { InProject } from '@/app/in-project.tsx';
import { type MyProject, useMay, useMe } from '@/app/session.ts';
import { Badge } from '@/ui/badge.tsx';
import { Button } from '@/ui/button.tsx';
import { Page } from '@/ui/card.tsx';
import { Confirm } from '@/ui/confirm.tsx';
import { useFormat } from '@/ui/format.ts';
import { Empty, Loaded, useFailureWords } from '@/ui/states.tsx';
import { Cell, Head, Table } from '@/ui/table.tsx';
import { Invitations } from '../people/invitations.tsx';
import { Person } from '../people/person.tsx';
import { RoleBadge } from '../people/role-badge.tsx';
import { RoleSelect } from '../people/role-select.tsx';
import { useCanGive, useRoles } from '../people/roles.ts';
import { AddMember } from './add-member.tsx';

type Member = CallReply<typeof memberRoutes.list>['items'][number];

export default function MembersPage() {
  return <InProject>{(project) => <Members key={project.id} project={project} />}</InProject>;
}

function Members({ project }: { readonly project: MyProject }) {
  const { t } = useTranslation('members');
  const mayWrite = useMay()('members:write');
  const params = { project: project.id };
  const members = useRoute(memberRoutes.list, { params });
  const invitations = useRoute(invitationRoutes.listOfProject, { params });
  const revoke = useChange(invitationRoutes.revokeInProject);
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<Member>();
  const remove = useChange(memberRoutes.remove, ['me']);
  const add = mayWrite && (
    <Button kind="primary" onClick={() => setAdding(true)}>
      <UserPlus aria-hidden />
      {t('add')}
    </Button>
  );
  const open = invitations.data?.items ?? [];
  return (
    <Page title={t('title')} description={t('description', { project: project.name })} actions={add}>
      <Loaded query={members}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty icon={Users} title={t('empty.title')} action={add}>
              {t('empty.text')}
            </Empty>
          ) : (
            <MemberTable items={items} project={project.id} onRemove={setRemoving} />
          )
        }
      </Loaded>
      {open.length > 0 && (
        <section className="grid grid-cols-1 gap-3">
          <h2 className="font-medium">{t('invited')}</h2>
          <Invitations
            items={open}
            project={project.id}
            nameOfProject={() => project.name}
            {...(mayWrite && {
              onRevoke: (id: string) => revoke.mutateAsync({ params: { ...params, id } }),
            })}
          />
        </section>
      )}
      {adding && <AddMember project={project} onClose={() => setAdding(false)} />}
      {removing && (
        <Confirm
          open
          onClose={() => setRemoving(undefined)}
          title={t('remove')}
          action={t('remove')}
          onConfirm={() => remove.mutateAsync({ params: { ...params, user: removing.user } })}
        >
          {t('removeHint', { name: removing.name, project: project.name })}
        </Confirm>
      )}
    </Page>
  );
}

function MemberTable({
  items,
  project,
  onRemove,
}: {
  readonly items: readonly Member[];
  readonly project: string;
  readonly onRemove: (member: Member) => void;
}) {
  const { t } = useTranslation('members');
  const format = useFormat();
  const me = useMe();
  const mayWrite = useMay()('members:write');
  return (
    <Table
      label={t('title')}
      head={
        <>
          <Head>{t('column.person')}</Head>
          <Head>{t('column.role')}</Head>
          <Head>{t('column.since')}</Head>
          <Head>
            <span className="sr-only">{t('column.actions')}</span>
          </Head>
        </>
      }
    >
      {items.map((member) => (
        <tr key={member.user} className="hover:bg-muted/60">
          <Cell>
            <Person
              name={member.name}
              email={member.email}
              note={member.user === me.id ? t('you') : undefined}
            />
          </Cell>
          <Cell>
            <MemberRole member={member} project={project} />
            {!member.enabled && (
              <Badge tone="warning" className="ml-2">
                {t('disabled')}
              </Badge>
            )}
          </Cell>
          <Cell className="whitespace-nowrap">{format.time(member.createdAt)}</Cell>
          <Cell className="text-right">
            {mayWrite && (
              <Button
                kind="ghost"
                size="icon"
                title={t('remove')}
                aria-label={t('removeOf', { name: member.name })}
                onClick={() => onRemove(member)}
              >
                <UserMinus aria-hidden />
              </Button>
            )}
          </Cell>
        </tr>
      ))}
    </Table>
  );
}

/** Changed at once where the person may give the role that the member has now. */
function MemberRole({ member, project }: { readonly member: Member; readonly project: string }) {
  const { t } = useTranslation('members');
  const words = useFailureWords();
  const mayWrite = useMay()('members:write');
  const canGive = useCanGive();
  const role = useRoles().find(({ id }) => id === member.role);
  const update = useChange(memberRoutes.update, ['me']);
  if (!mayWrite || (role && !canGive(role))) return <RoleBadge id={member.role} />;
  return (
    <RoleSelect
      level="project"
      className="w-60"
      aria-label={t('roleOf', { name: member.name })}
      value={update.isPending ? update.variables.body.role : member.role}
      disabled={update.isPending}
      onChange={({ target }) =>
        update.mutate(
          { params: { project, user: member.user }, body: { role: target.value } },
          {
            onSuccess: () => void toast.success(t('saved')),
            onError: (error) => void toast.error(words(error)),
          },
        )
      }
    />
  );
}
