import type { TopLevelName } from '../adapters/adapter.ts';
import { unicodeOf } from '../model/path.ts';

/** An arrangement that is not a mirror, with what gave it away. */
export interface Recognised {
  readonly id: 'restic' | 'borg' | 'generations' | 'archive';
  /** A clause without a period. */
  readonly because: string;
}

/** Marks of a restic repository (restic's design document, "Repository Layout"). */
const RESTIC_NAMES = ['config', 'data', 'index', 'keys', 'snapshots'] as const;
/** Marks of a borg repository (borg's internals documentation, "Repository"): these two and numbered index files. */
const BORG_NAMES = ['config', 'data'] as const;
const BORG_NUMBERED = /^(?:index|hints|integrity)\.\d+$/;
/** rsnapshot's rotation, and names that begin with a date, with or without a time, as rsync scripts and Time Machine make them. */
const ROTATED = /^(?:hourly|daily|weekly|monthly|yearly|alpha|beta|gamma|delta)\.\d+$/;
const DATED =
  /^(?:.*[^0-9])?(?:19|20)\d{2}[-_.]?(?:0[1-9]|1[0-2])[-_.]?(?:0[1-9]|[12]\d|3[01])(?:[^0-9].*|[T_-]?\d{4,6}.*)?$/;
const ARCHIVE = /\.(?:tar|tar\.(?:gz|bz2|xz|zst|lz4)|tgz|tbz2|txz|zip|7z|rar|dar|cpio)(?:\.(?:gpg|age|enc))?$/i;
/** Of the names at the top of a backup, so many must be of a kind before the whole is called that. */
const PREVAILING_SHARE = 0.8;

/**
 * Recognises from the names at the top what a backup is, when it is no mirror; undefined where nothing speaks for it.
 * A primary of the same arrangement (somebody who keeps dated folders as data) is mirrored as what it is.
 */
export function recogniseLayout(
  backup: readonly TopLevelName[],
  primary: readonly TopLevelName[],
): Recognised | undefined {
  const own = arrangementOf(backup);
  return own === undefined || arrangementOf(primary)?.id === own.id ? undefined : own;
}

function arrangementOf(names: readonly TopLevelName[]): Recognised | undefined {
  const texts = names.map(({ name, kind }) => ({ name: unicodeOf(name) ?? name, kind }));
  const has = (wanted: string) => texts.some(({ name }) => name === wanted);
  if (RESTIC_NAMES.every(has)) return { id: 'restic', because: `it holds ${RESTIC_NAMES.join(', ')}` };
  if (BORG_NAMES.every(has) && texts.some(({ name }) => BORG_NUMBERED.test(name))) {
    return { id: 'borg', because: 'it holds config, data and a numbered index' };
  }
  const directories = texts.filter(({ kind }) => kind === 'directory');
  const dated = directories.filter(({ name }) => ROTATED.test(name) || DATED.test(name));
  // A link to the newest, a log and the like may lie beside them.
  const prevail = dated.length >= directories.length * PREVAILING_SHARE && dated.length >= texts.length / 2;
  if (dated.length > 0 && prevail) {
    return { id: 'generations', because: `its folders are named like ${dated[0]?.name}` };
  }
  const archives = texts.filter(({ name, kind }) => kind === 'file' && ARCHIVE.test(name));
  if (archives.length > 0 && archives.length >= texts.length * PREVAILING_SHARE) {
    return { id: 'archive', because: `its files are archives like ${archives[0]?.name}` };
  }
  return undefined;
}
