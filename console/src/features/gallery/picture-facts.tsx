import { requestRoutes } from '@contract/requests.ts';
import { useTranslation } from 'react-i18next';
import { useRoute } from '@/api/use-route.ts';
import { PageLink } from '@/app/page-link.tsx';
import { useMay } from '@/app/session.ts';
import { useKeyNames } from '@/features/names/use-names.ts';
import { costInWords } from '@/features/requests/cost-in-words.ts';
import { memberOf } from '@/features/studio/wished.ts';
import { useFormat } from '@/ui/format.ts';
import type { ImageSummary } from './picture-dialog.tsx';

/** What is known of a picture: what it is, who asked for it and how, what it cost. */
export function PictureFacts({ project, image }: { readonly project: string; readonly image: ImageSummary }) {
  const { t } = useTranslation('gallery');
  const format = useFormat();
  const maySeeRequests = useMay()('requests:read');
  const keys = useKeyNames(project);
  const params = { project, id: image.requestId };
  const { data: request } = useRoute(requestRoutes.get, { params }, { enabled: maySeeRequests });
  const nameOf = (wish: string): string => {
    const member = memberOf(wish);
    if (member === undefined) return t(`parameter.${wish}`, { defaultValue: wish });
    return member === 'strict' ? t('parameter.strict') : t(`studio:parameter.${member as 'size'}`);
  };
  const drawn = request?.images.length ?? 1;
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-1 text-sm">
      <Fact name={t('fact.size')}>
        {image.width} × {image.height}, {image.mediaType.replace('image/', '')}, {format.bytes(image.bytes)}
      </Fact>
      <Fact name={t('fact.time')}>{format.time(image.createdAt)}</Fact>
      {keys.has(image.keyId) && <Fact name={t('fact.key')}>{keys.get(image.keyId)}</Fact>}
      {request && (
        <Fact name={t('fact.cost')}>
          {costInWords(request, format)}
          {drawn > 1 && ` (${t('fact.ofPictures', { count: drawn })})`}
        </Fact>
      )}
      {Object.entries(image.parameters ?? {}).map(([name, value]) => (
        <Fact key={name} name={nameOf(name)}>
          <code className="text-xs">{typeof value === 'string' ? value : JSON.stringify(value)}</code>
        </Fact>
      ))}
      <Fact name={t('fact.request')}>
        {maySeeRequests ? (
          <PageLink to="/requests" search={{ id: image.requestId }} className="underline">
            {image.requestId}
          </PageLink>
        ) : (
          image.requestId
        )}
      </Fact>
      {image.traceId !== null && maySeeRequests && (
        <Fact name={t('fact.trace')}>
          <PageLink to="/traces" search={{ trace: image.traceId }} className="underline">
            {image.traceId}
          </PageLink>
        </Fact>
      )}
    </dl>
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
