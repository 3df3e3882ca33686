import { logoRoutes, MOST_LOGO_BYTES } from '@contract/logo.ts';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import { useChange } from '@/api/use-route.ts';
import { useBrand } from '@/app/brand.ts';
import { Button } from '@/ui/button.tsx';
import { Card } from '@/ui/card.tsx';
import { useFormat } from '@/ui/format.ts';
import { FailureNote } from '@/ui/states.tsx';

/** The logo in the frame and on the page for signing in. */
export function LogoForm({ disabled }: { readonly disabled: boolean }) {
  const { t } = useTranslation('settings');
  const format = useFormat();
  const { logo, name } = useBrand();
  const input = useRef<HTMLInputElement>(null);
  const [isTooLarge, setTooLarge] = useState(false);
  const put = useChange(logoRoutes.put, ['session']);
  const remove = useChange(logoRoutes.remove, ['session']);
  const choose = async (file: File | undefined): Promise<void> => {
    if (!file) return;
    setTooLarge(file.size > MOST_LOGO_BYTES);
    if (file.size > MOST_LOGO_BYTES) return;
    const data = await base64Of(file);
    put.mutate({ body: { data } }, { onSuccess: () => toast.success(t('saved')) });
  };
  const error = put.error ?? remove.error;
  return (
    <Card className="grid grid-cols-1 gap-4">
      <header className="grid gap-1">
        <h2 className="text-lg font-semibold">{t('logo.title')}</h2>
        <p className="text-sm text-muted-foreground">{t('logo.description')}</p>
      </header>
      <div className="flex flex-wrap items-center gap-4">
        <div className="grid h-20 min-w-20 place-items-center rounded-md border bg-background p-2">
          <img src={logo} alt={t('logo.of', { name })} className="max-h-16 max-w-40" />
        </div>
        {!disabled && (
          <div className="flex flex-wrap gap-2">
            <input
              ref={input}
              type="file"
              hidden
              accept="image/png,image/jpeg,image/webp,image/gif,image/avif"
              aria-label={t('logo.file')}
              onChange={({ target }) => {
                void choose(target.files?.[0]);
                target.value = '';
              }}
            />
            <Button busy={put.isPending} onClick={() => input.current?.click()}>
              {t('logo.choose')}
            </Button>
            {logo.startsWith('/admin/') && (
              <Button busy={remove.isPending} onClick={() => remove.mutate({})}>
                {t('logo.remove')}
              </Button>
            )}
          </div>
        )}
      </div>
      {isTooLarge && (
        <p role="alert" className="text-sm text-danger">
          {t('logo.tooLarge', { most: format.bytes(MOST_LOGO_BYTES) })}
        </p>
      )}
      {error && <FailureNote error={error} />}
    </Card>
  );
}

function base64Of(file: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).split(',')[1] ?? '');
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}
