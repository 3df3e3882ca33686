import { BUILT_IN_ROLES } from '@contract/built-in-roles.ts';
import { roleRoutes } from '@contract/roles.ts';
import { useTranslation } from 'react-i18next';
import type { CallReply } from '@/api/call.ts';
import { useRoute } from '@/api/use-route.ts';
import { useMay, useMayEverywhere, useProject } from '@/app/session.ts';

export type Role = CallReply<typeof roleRoutes.list>['items'][number];

const builtIn: readonly Role[] = BUILT_IN_ROLES.map(({ scopes, ...role }) => ({
  ...role,
  scopes: [...scopes],
  builtIn: true,
}));

/** All roles as far as the person may see them; those that come with the gateway are no secret. */
export function useRoles(): readonly Role[] {
  const may = useMay();
  const project = useProject()?.id ?? '';
  const readsAll = may('roles:read');
  const all = useRoute(roleRoutes.list, undefined, { enabled: readsAll });
  const ofProject = useRoute(
    roleRoutes.listOfProject,
    { params: { project } },
    { enabled: !readsAll && project !== '' && may('members:read') },
  );
  if (all.data) return all.data.items;
  const own = (ofProject.data?.items ?? []).filter((role) => !role.builtIn);
  return [...builtIn, ...own];
}

/** The name of a role; those that come with the gateway have one in every language. */
export function useRoleName(): (role: Pick<Role, 'id' | 'name' | 'builtIn'>) => string {
  const { t } = useTranslation('roles');
  return ({ id, name, builtIn: known }) => (known ? t(`builtIn.${id}.name`) : name);
}

/** Whether the person has all that a role allows, without which they cannot give it. */
export function useCanGive(): (role: Role) => boolean {
  const may = useMay();
  const mayEverywhere = useMayEverywhere();
  return ({ level, scopes }) =>
    scopes.every((scope) => (level === 'system' ? mayEverywhere : may)(scope as Parameters<typeof may>[0]));
}
