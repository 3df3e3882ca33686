import { Badge } from '@/ui/badge.tsx';
import { useRoleName, useRoles } from './roles.ts';

/** @param id of a role; null: none */
export function RoleBadge({ id }: { readonly id: string | null }) {
  const roles = useRoles();
  const nameOf = useRoleName();
  if (id === null) return <span className="text-muted-foreground">–</span>;
  const role = roles.find((each) => each.id === id);
  const tone = id === 'owner' || id === 'admin' ? 'accent' : 'neutral';
  return <Badge tone={tone}>{role ? nameOf(role) : id}</Badge>;
}
