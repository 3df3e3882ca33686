import { useTranslation } from 'react-i18next';
import { CopyButton } from '@/ui/copy.tsx';

/** A key that is shown this once. */
export function NewKeyNote({ text }: { readonly text: string }) {
  const { t } = useTranslation('keys');
  return (
    <div role="status" className="grid gap-2 rounded-lg border border-success/40 bg-success/5 p-4">
      <p className="text-sm font-medium">{t('once')}</p>
      <div className="flex items-center gap-2">
        <code data-testid="new-key" className="min-w-0 flex-1 rounded bg-muted p-2 text-xs break-all">
          {text}
        </code>
        <CopyButton text={text} />
      </div>
    </div>
  );
}
