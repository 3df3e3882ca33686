import { keyRoutes } from '@contract/keys.ts';
import { memberRoutes } from '@contract/members.ts';
import { userRoutes } from '@contract/users.ts';
import { useRoute } from '@/api/use-route.ts';
import { useMay, useMe } from '@/app/session.ts';

type Name = readonly [id: string, name: string];

/** Names of the project's keys by their ids, as far as the person may see them. */
export function useKeyNames(project: string): ReadonlyMap<string, string> {
  const enabled = useMay()('keys:read');
  const { data } = useRoute(keyRoutes.list, { params: { project }, query: { limit: 200 } }, { enabled });
  return new Map((data?.items ?? []).map(({ id, name }): Name => [id, name]));
}

/** Names of users by their ids, as far as the person may see them. */
export function useUserNames(project: string): ReadonlyMap<string, string> {
  const may = useMay();
  const me = useMe();
  const all = useRoute(userRoutes.list, { query: { limit: 200 } }, { enabled: may('users:read') });
  const members = useRoute(
    memberRoutes.list,
    { params: { project } },
    { enabled: !may('users:read') && project !== '' && may('members:read') },
  );
  return new Map<string, string>([
    [me.id, me.name],
    ...(members.data?.items ?? []).map(({ user, name }): Name => [user, name]),
    ...(all.data?.items ?? []).map(({ id, name }): Name => [id, name]),
  ]);
}
