import { claimContradicted } from './claim-contradicted.ts';
import { conflictingContent } from './conflicting-content.ts';
import { corruptCopy } from './corrupt-copy.ts';
import type { Check } from './define.ts';
import { emptyCopy } from './empty-copy.ts';
import { extraEntries } from './extra-entries.ts';
import { incompleteCopy } from './incomplete-copy.ts';
import { layoutMismatch } from './layout-mismatch.ts';
import { noBackup } from './no-backup.ts';
import { notRepresentable } from './not-representable.ts';
import { selfCopy } from './self-copy.ts';
import { sharedDisk } from './shared-disk.ts';
import { sharedHost } from './shared-host.ts';
import { sharedLogin } from './shared-login.ts';
import { sharedVolume } from './shared-volume.ts';
import { staleCopy } from './stale-copy.ts';
import { undeterminedAge } from './undetermined-age.ts';
import { unreachableCopy } from './unreachable-copy.ts';
import { unreadEntries } from './unread-entries.ts';
import { unverifiedContent } from './unverified-content.ts';

/** Every check, in the order of their ids. */
export const checks: readonly Check[] = [
  claimContradicted,
  conflictingContent,
  corruptCopy,
  emptyCopy,
  extraEntries,
  incompleteCopy,
  layoutMismatch,
  noBackup,
  notRepresentable,
  selfCopy,
  sharedDisk,
  sharedHost,
  sharedLogin,
  sharedVolume,
  staleCopy,
  undeterminedAge,
  unreachableCopy,
  unreadEntries,
  unverifiedContent,
];
