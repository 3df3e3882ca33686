import { roleRoutes } from '@contract/roles.ts';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRoute } from '@/api/use-route.ts';
import { useMay } from '@/app/session.ts';
import { Badge } from '@/ui/badge.tsx';
import { Button } from '@/ui/button.tsx';
import { Page } from '@/ui/card.tsx';
import { Loaded } from '@/ui/states.tsx';
import { Cell, Head, Table } from '@/ui/table.tsx';
import { type Role, useRoleName } from '../people/roles.ts';
import { RoleDialog } from './role-dialog.tsx';

const LEVELS = ['system', 'project'] as const;

export default function RolesPage() {
  const { t } = useTranslation('roles');
  const query = useRoute(roleRoutes.list);
  const mayWrite = useMay()('roles:write');
  const [shown, setShown] = useState<Role | 'new'>();
  const create = mayWrite && (
    <Button kind="primary" onClick={() => setShown('new')}>
      <Plus aria-hidden />
      {t('create')}
    </Button>
  );
  return (
    <Page title={t('title')} description={t('description')} actions={create}>
      <Loaded query={query}>
        {({ items }) => (
          <div className="grid grid-cols-1 gap-8">
            {LEVELS.map((level) => (
              <section key={level} className="grid grid-cols-1 gap-3">
                <div className="grid gap-1">
                  <h2 className="font-medium">{t(`level.${level}`)}</h2>
                  <p className="text-sm text-muted-foreground">{t(`levelHint.${level}`)}</p>
                </div>
                <RoleTable roles={items.filter((role) => role.level === level)} onOpen={setShown} />
              </section>
            ))}
          </div>
        )}
      </Loaded>
      {shown !== undefined && (
        <RoleDialog {...(shown !== 'new' && { role: shown })} onClose={() => setShown(undefined)} />
      )}
    </Page>
  );
}

function RoleTable({
  roles,
  onOpen,
}: {
  readonly roles: readonly Role[];
  readonly onOpen: (role: Role) => void;
}) {
  const { t } = useTranslation('roles');
  const nameOf = useRoleName();
  return (
    <Table
      label={t('title')}
      head={
        <>
          <Head>{t('name')}</Head>
          <Head className="w-full">{t('what')}</Head>
          <Head className="text-right">{t('permissions')}</Head>
          <Head>{t('origin')}</Head>
        </>
      }
    >
      {roles.map((role) => (
        <tr key={role.id} className="hover:bg-muted/60">
          <Cell className="whitespace-nowrap">
            <button
              type="button"
              className="cursor-pointer font-medium underline"
              onClick={() => onOpen(role)}
            >
              {nameOf(role)}
            </button>
          </Cell>
          <Cell className="min-w-56 text-muted-foreground">
            {role.builtIn ? t(`builtIn.${role.id}.description`) : role.description || '–'}
          </Cell>
          <Cell className="text-right tabular-nums">{role.scopes.length}</Cell>
          <Cell>
            <Badge tone={role.builtIn ? 'neutral' : 'accent'}>
              {t(role.builtIn ? 'originBuiltIn' : 'originOwn')}
            </Badge>
          </Cell>
        </tr>
      ))}
    </Table>
  );
}
