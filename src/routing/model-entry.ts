import type { Request } from '../contract/request.ts';
import type { Channel } from './channel.ts';

/** A model as an operator wants clients to see it. */
export interface ModelEntry {
  readonly id: string;
  /** What clients ask for. */
  readonly name: string;
  /** Switched off: nobody can ask for the name, whichever channels have it. */
  readonly enabled: boolean;
  /** Who made the model, for lists; empty: its provider. */
  readonly developer: string;
  readonly description: string;
  /** Empty: the models of the same name, on every channel. */
  readonly associations: readonly Association[];
}

/** Which models of which channels stand behind the name. */
export interface Association {
  /** Lower is tried first, before the priority of channels counts. */
  readonly priority: number;
  readonly channels: ChannelChoice;
  /** Of the models these channels serve, as clients call them: one name, or a pattern. */
  readonly model: string | RegExp;
  readonly when: RequestCondition;
}

/** Absent members do not choose; those that are there must all fit. */
export interface ChannelChoice {
  /** Patterns of names and ids, of which one fits. */
  readonly names?: readonly RegExp[];
  /** Of which the channel has one. */
  readonly tags?: readonly string[];
}

/** All that are given must hold. */
export interface RequestCondition {
  readonly operations?: readonly Request['operation'][] | undefined;
  /** A picture is wanted. */
  readonly draws?: boolean | undefined;
  /** There are pictures in the question. */
  readonly seesPictures?: boolean | undefined;
  readonly stream?: boolean | undefined;
  /** Tokens of the question, as estimated before the call. */
  readonly moreTokensThan?: number | undefined;
  readonly atMostTokens?: number | undefined;
  /** Ids of projects. */
  readonly projects?: readonly string[] | undefined;
}

/** What is known of a request; what is absent is unknown, and any condition on it holds. */
export interface RequestFacts {
  readonly operation?: Request['operation'];
  readonly draws?: boolean;
  readonly seesPictures?: boolean;
  readonly stream?: boolean;
  readonly tokens?: number;
  readonly project?: string;
}

export function holds(condition: RequestCondition, facts: RequestFacts): boolean {
  const { operation, project, tokens } = facts;
  const { operations, projects, moreTokensThan = -1, atMostTokens = Number.POSITIVE_INFINITY } = condition;
  if (operations && operation !== undefined && !operations.includes(operation)) return false;
  if (projects && project !== undefined && !projects.includes(project)) return false;
  if (tokens !== undefined && (tokens <= moreTokensThan || tokens > atMostTokens)) return false;
  return FLAGS.every((flag) => {
    const [wanted, known] = [condition[flag], facts[flag]];
    return wanted === undefined || known === undefined || wanted === known;
  });
}

const FLAGS = ['draws', 'seesPictures', 'stream'] as const;

export function chooses({ names, tags }: ChannelChoice, channel: Channel): boolean {
  if (names && !names.some((pattern) => pattern.test(channel.name) || pattern.test(channel.id))) return false;
  return !tags || tags.some((tag) => channel.tags.includes(tag));
}
