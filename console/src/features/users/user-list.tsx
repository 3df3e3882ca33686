import { userRoutes } from '@contract/users.ts';
import { UserSearch } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallReply } from '@/api/call.ts';
import { usePages } from '@/api/use-route.ts';
import { useMe } from '@/app/session.ts';
import { Badge } from '@/ui/badge.tsx';
import { Field } from '@/ui/field.tsx';
import { useFormat } from '@/ui/format.ts';
import { Input, Select } from '@/ui/input.tsx';
import { Empty, FailureNote, Skeleton } from '@/ui/states.tsx';
import { Cell, Head, More, Table } from '@/ui/table.tsx';
import { Person } from '../people/person.tsx';
import { RoleBadge } from '../people/role-badge.tsx';
import { useRoleName, useRoles } from '../people/roles.ts';
import { UserDialog } from './user-dialog.tsx';

type User = CallReply<typeof userRoutes.list>['items'][number];

interface Filter {
  readonly search: string;
  readonly role: string;
  readonly enabled: '' | 'true' | 'false';
}

/** Everybody who has an account. */
export function UserList() {
  const { t } = useTranslation('users');
  const [filter, setFilter] = useState<Filter>({ search: '', role: '', enabled: '' });
  const [shown, setShown] = useState<string>();
  const { search, role, enabled } = useDeferredValue(filter);
  const query = usePages(userRoutes.list, {
    query: { ...(search && { search }), ...(role && { role }), ...(enabled && { enabled }) },
  });
  return (
    <div className="grid grid-cols-1 gap-5">
      <Filters filter={filter} onChange={setFilter} />
      {query.error && <FailureNote error={query.error} retry={() => void query.refetch()} />}
      {query.isPending && <Skeleton className="h-60 w-full" />}
      {query.isSuccess && query.items.length === 0 && (
        <Empty icon={UserSearch} title={t('empty.title')}>
          {t('empty.text')}
        </Empty>
      )}
      {query.items.length > 0 && (
        <Table
          label={t('tabs.users')}
          head={
            <>
              <Head>{t('column.person')}</Head>
              <Head>{t('column.role')}</Head>
              <Head>{t('column.state')}</Head>
              <Head>{t('column.signedIn')}</Head>
              <Head>{t('column.created')}</Head>
            </>
          }
        >
          {query.items.map((user) => (
            <Row key={user.id} user={user} onOpen={() => setShown(user.id)} />
          ))}
        </Table>
      )}
      <More query={query} />
      {shown !== undefined && <UserDialog id={shown} onClose={() => setShown(undefined)} />}
    </div>
  );
}

function Filters({
  filter,
  onChange,
}: {
  readonly filter: Filter;
  readonly onChange: (filter: Filter) => void;
}) {
  const { t } = useTranslation('users');
  const roles = useRoles().filter(({ level }) => level === 'system');
  const nameOf = useRoleName();
  return (
    <div className="flex flex-wrap gap-3">
      <Field label={t('filter.search')} className="w-full sm:w-64">
        <Input
          type="search"
          value={filter.search}
          onChange={({ target }) => onChange({ ...filter, search: target.value })}
        />
      </Field>
      <Field label={t('column.role')} className="min-w-40 flex-1 sm:flex-none">
        <Select value={filter.role} onChange={({ target }) => onChange({ ...filter, role: target.value })}>
          <option value="">{t('filter.all')}</option>
          {roles.map((role) => (
            <option key={role.id} value={role.id}>
              {nameOf(role)}
            </option>
          ))}
        </Select>
      </Field>
      <Field label={t('column.state')} className="min-w-36 flex-1 sm:flex-none">
        <Select
          value={filter.enabled}
          onChange={({ target }) => onChange({ ...filter, enabled: target.value as Filter['enabled'] })}
        >
          <option value="">{t('filter.all')}</option>
          <option value="true">{t('state.enabled')}</option>
          <option value="false">{t('state.disabled')}</option>
        </Select>
      </Field>
    </div>
  );
}

function Row({ user, onOpen }: { readonly user: User; readonly onOpen: () => void }) {
  const { t } = useTranslation('users');
  const format = useFormat();
  const own = useMe().id === user.id;
  return (
    <tr className="hover:bg-muted/60">
      <Cell>
        <Person name={user.name} email={user.email} note={own ? t('you') : undefined} onOpen={onOpen} />
      </Cell>
      <Cell>
        <RoleBadge id={user.role} />
      </Cell>
      <Cell>
        <Badge tone={user.enabled ? 'good' : 'warning'}>
          {t(user.enabled ? 'state.enabled' : 'state.disabled')}
        </Badge>
      </Cell>
      <Cell className="whitespace-nowrap">
        {user.signedInAt === null ? t('never') : format.time(user.signedInAt)}
      </Cell>
      <Cell className="whitespace-nowrap">{format.time(user.createdAt)}</Cell>
    </tr>
  );
}
