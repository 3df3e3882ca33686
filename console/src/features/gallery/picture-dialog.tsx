import { imageRoutes } from '@contract/images.ts';
import { Link } from '@tanstack/react-router';
import { Download, Link2, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import { type CallReply, urlOf } from '@/api/call.ts';
import { useChange } from '@/api/use-route.ts';
import { useMay } from '@/app/session.ts';
import { Button, buttonClass } from '@/ui/button.tsx';
import { Confirm } from '@/ui/confirm.tsx';
import { Dialog } from '@/ui/dialog.tsx';
import { useFormat } from '@/ui/format.ts';
import { useFailureWords } from '@/ui/states.tsx';

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
      className="max-w-4xl"
    >
      <div className="grid gap-4">
        <img
          src={urlOf(imageRoutes.file, { params })}
          alt={image.prompt ?? image.model}
          className="max-h-[60dvh] w-full rounded-md border bg-muted object-contain"
        />
        <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-1 text-sm">
          <Fact name={t('fact.size')}>
            {image.width} × {image.height}, {image.mediaType.replace('image/', '')},{' '}
            {format.bytes(image.bytes)}
          </Fact>
          <Fact name={t('fact.time')}>{format.time(image.createdAt)}</Fact>
          <Fact name={t('fact.request')}>
            <Link to={`/requests?id=${image.requestId}` as string} className="underline">
              {image.requestId}
            </Link>
          </Fact>
        </dl>
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
          {may('images:write') && (
            <Button kind="danger" className="ml-auto" onClick={() => setRemoving(true)}>
              <Trash2 aria-hidden />
              {t('delete')}
            </Button>
          )}
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

function Fact({ name, children }: { readonly name: string; readonly children: React.ReactNode }) {
  return (
    <>
      <dt className="text-muted-foreground">{name}</dt>
      <dd className="min-w-0 break-all">{children}</dd>
    </>
  );
}
