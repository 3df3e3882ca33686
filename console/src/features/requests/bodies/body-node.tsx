import { bodyRoutes } from '@contract/bodies.ts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type CallReply, call, urlOf } from '@/api/call.ts';
import type { Failure } from '@/api/failure.ts';
import { Button } from '@/ui/button.tsx';
import { FailureNote, Skeleton } from '@/ui/states.tsx';
import { BodyChild } from './body-child.tsx';
import type { BodyPlace } from './body-place.ts';

type Part = CallReply<typeof bodyRoutes.node>;

interface BodyNodeProps {
  readonly place: BodyPlace;
  /** JSON pointer. */
  readonly path: string;
}

/** One value of a body: its children, or a stretch of its text. Read when it is opened, in parts, so that 20 MB are no burden. */
export function BodyNode({ place, path }: BodyNodeProps) {
  const { t } = useTranslation('requests');
  const query = useInfiniteQuery<Part, Failure, { pages: Part[] }, unknown[], number>({
    queryKey: ['requests', 'body', place, path],
    queryFn: ({ signal, pageParam }) =>
      call(bodyRoutes.node, { params: place, query: { path, offset: pageParam } }, signal),
    initialPageParam: 0,
    getNextPageParam: ({ next }) => next ?? undefined,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const pages = query.data?.pages ?? [];
  const [first] = pages;
  if (query.error) return <FailureNote error={query.error} retry={() => void query.refetch()} />;
  if (!first) return <Skeleton className="h-5 w-48" />;
  const items = pages.flatMap((page) => page.items);
  const pictures = [...new Set(pages.flatMap((page) => page.pictures))];
  return (
    <div className="grid grid-cols-1 gap-1">
      {first.kind === 'object' || first.kind === 'array' ? (
        <ul className="grid grid-cols-1 font-mono text-xs">
          {items.map((child) => (
            <BodyChild key={child.path} place={place} child={child} />
          ))}
          {items.length === 0 && <li className="text-muted-foreground">{t('bodies.empty')}</li>}
        </ul>
      ) : (
        <pre className="font-mono text-xs break-words whitespace-pre-wrap">
          {pages.map((page) => String(page.value ?? '')).join('')}
        </pre>
      )}
      <BodyPictures place={place} pictures={pictures} />
      {query.hasNextPage && (
        <Button
          size="small"
          className="justify-self-start"
          busy={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {t('common:action.more')}
        </Button>
      )}
    </div>
  );
}

/** Pictures that stand in a text. */
export function BodyPictures({
  place,
  pictures,
}: {
  readonly place: BodyPlace;
  readonly pictures: readonly number[];
}) {
  const { t } = useTranslation('requests');
  if (pictures.length === 0) return null;
  return (
    <div className="flex flex-wrap gap-2 py-1">
      {pictures.map((picture) => {
        const address = urlOf(bodyRoutes.picture, { params: { ...place, picture } });
        return (
          <a key={picture} href={address} target="_blank" rel="noreferrer">
            <img
              src={address}
              alt={t('bodies.picture', { number: picture })}
              className="size-24 rounded-md border bg-muted object-contain"
              loading="lazy"
            />
          </a>
        );
      })}
    </div>
  );
}
