import { useTranslation } from 'react-i18next';
import { CopyButton } from '@/ui/copy.tsx';

/** What has to be registered with the OpenID Connect provider. */
export function RedirectAddress() {
  const { t } = useTranslation('settings');
  const address = `${window.location.origin}/admin/oidc/callback`;
  return (
    <div className="grid grid-cols-1 gap-2 border-b bg-muted/40 px-5 py-4 text-sm">
      <p className="font-medium">{t('redirect.title')}</p>
      <p className="text-xs text-muted-foreground">{t('redirect.hint')}</p>
      <div className="flex items-center gap-2">
        <code className="min-w-0 flex-1 rounded bg-muted p-2 text-xs break-all">{address}</code>
        <CopyButton text={address} />
      </div>
    </div>
  );
}
