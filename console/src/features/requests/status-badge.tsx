import { Badge } from '@/ui/badge.tsx';

/** HTTP status of an answer, and what went wrong where something did. */
export function StatusBadge({ status, code }: { readonly status: number; readonly code: string | null }) {
  return <Badge tone={status < 400 ? 'good' : status < 500 ? 'warning' : 'bad'}>{code ?? status}</Badge>;
}
