import { useTranslation } from 'react-i18next';
import { useGatewayWords } from '@/app/gateway-words.ts';
import { Badge } from '@/ui/badge.tsx';
import type { RequestDetail } from './request-dialog.tsx';

/** What was changed, emulated or dropped of what the client asked for. */
export function Warnings({ warnings }: { readonly warnings: RequestDetail['warnings'] }) {
  const { t } = useTranslation('requests');
  const words = useGatewayWords();
  if (warnings.length === 0) return null;
  return (
    <section className="grid gap-2">
      <h3 className="font-medium">{t('detail.warnings')}</h3>
      <ul className="divide-y rounded-md border border-warning/40">
        {warnings.map(({ field, kind, detail }) => (
          <li key={`${field} ${detail}`} className="flex flex-wrap items-baseline gap-2 px-3 py-2">
            <Badge tone="warning">{t(`studio:warning.${kind}`, { defaultValue: kind })}</Badge>
            <code className="text-xs">{field}</code>
            <span className="min-w-0 break-words">{words(detail)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
