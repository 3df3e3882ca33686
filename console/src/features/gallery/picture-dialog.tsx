import { imageRoutes } from '@contract/images.ts';
import { Download, Link2, Pencil, RefreshCw, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import { type CallReply, urlOf } from '@/api/call.ts';
import { useChange } from '@/api/use-route.ts';
import { PageLink } from '@/app/page-link.tsx';
import { useMay } from '@/app/session.ts';
import { Button, buttonClass } from '@/ui/button.tsx';
import { Confirm } from '@/ui/confirm.tsx';
import { Dialog } from '@/ui/dialog.tsx';
import { useFormat } from '@/ui/format.ts';
import { useFailureWords } from '@/ui/states.tsx';

import { PictureFacts } from './picture-facts.tsx';

export type ImageSummary = CallReply<typeof imageRoutes.get>;

/** A kept picture with what is known of it. */
export function PictureDialog({
  project,
  image,
  onClose,
}: {
  readonly project: string;
  readonly image: ImageSummary;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('gallery');
  const format = useFormat();
  const may = useMay();
  const words = useFailureWords();
  const [removing, setRemoving] = useState(false);
  const remove = useChange(imageRoutes.remove);
  const link = useChange(imageRoutes.link);
  const params = { project, id: image.id };
  const copyLink = (): void =>
    link.mutate(
      { params, body: {} },
      {
        onSuccess: async ({ url, expiresAt }) => {
          await navigator.clipboard.writeText(url);
          toast.success(t('linkCopied', { until: format.time(expiresAt) }));
        },
        onError: (error) => toast.error(words(error)),
      },
    );
  return (
    <Dialog
      open
      onClose={onClose}
      title={image.model}
      description={image.prompt ?? undefined}
      className="max-w-6xl"
    >
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <img
          src={urlOf(imageRoutes.file, { params })}
          alt={image.prompt ?? image.model}
          className="max-h-[70dvh] w-full rounded-md border bg-muted object-contain"
        />
        <div className="grid content-start gap-4">
          <PictureFacts project={project} image={image} />
          <div className="flex flex-wrap gap-2">
            <a
              href={urlOf(imageRoutes.file, { params, query: { download: 'true' } })}
              className={buttonClass({ kind: 'secondary' })}
            >
              <Download aria-hidden />
              {t('download')}
            </a>
            <Button busy={link.isPending} onClick={copyLink}>
              <Link2 aria-hidden />
              {t('copyLink')}
            </Button>
            {may('playground:write') && (
              <>
                <PageLink {...inStudio(image.id, 'again')} className={buttonClass({ kind: 'secondary' })}>
                  <RefreshCw aria-hidden />
                  {t('again')}
                </PageLink>
                <PageLink {...inStudio(image.id, 'edit')} className={buttonClass({ kind: 'secondary' })}>
                  <Pencil aria-hidden />
                  {t('edit')}
                </PageLink>
              </>
            )}
            {may('images:write') && (
              <Button kind="danger" onClick={() => setRemoving(true)}>
                <Trash2 aria-hidden />
                {t('delete')}
              </Button>
            )}
          </div>
        </div>
      </div>
      <Confirm
        open={removing}
        onClose={() => setRemoving(false)}
        title={t('delete')}
        action={t('delete')}
        onConfirm={async () => {
          await remove.mutateAsync({ params });
          onClose();
        }}
      >
        {t('deleteHint')}
      </Confirm>
    </Dialog>
  );
}

/** The studio, with what this picture was asked for by, or with the picture itself to start from. */
const inStudio = (picture: string, how: 'again' | 'edit') => ({
  to: '/studio',
  search: { picture, how },
});
