import { describe, expect, it } from 'vitest';
import type { TopLevelName } from '../../src/adapters/adapter.ts';
import { recogniseLayout } from '../../src/layouts/recognise.ts';
import type { EntryKind } from '../../src/model/entry.ts';

/** Names that end with a slash are directories. */
function topOf(...names: readonly string[]): readonly TopLevelName[] {
  return names.map((name) => {
    const kind: EntryKind = name.endsWith('/') ? 'directory' : 'file';
    return { name: Buffer.from(name.replace(/\/$/, '')).toString('latin1'), kind };
  });
}

const WEBSITE = topOf('css/', 'index.html', 'config', 'data/');

describe('a layout that is not a mirror', () => {
  it.each([
    ['restic', ['config', 'data/', 'index/', 'keys/', 'locks/', 'snapshots/']],
    ['borg', ['README', 'config', 'data/', 'hints.5', 'index.5', 'integrity.5']],
    ['generations', ['daily.0/', 'daily.1/', 'weekly.0/']],
    ['generations', ['2026-11-22/', '2026-11-23/', '2026-11-24/', 'latest']],
    ['generations', ['20261122/', '20261123/', '20261124/']],
    ['generations', ['backup-2026-11-22_0300/', 'backup-2026-11-23_0300/']],
    ['generations', ['2026-11-22-030000/', '2026-11-23-030000/']],
    ['archive', ['www-2026-11-22.tar.gz', 'www-2026-11-23.tar.gz']],
    ['archive', ['site.tar.zst.age']],
  ])('is recognised: %s', (id, names) => {
    const found = recogniseLayout(topOf(...names), WEBSITE);

    expect(found).toMatchObject({ id });
    expect(found?.because).toMatch(/^it/);
  });

  it.each([
    ['a website with the folder names of borg, but no numbered index', ['config', 'data/', 'index.html']],
    ['most of what restic has', ['config', 'data/', 'index/', 'keys/']],
    ['a few dated folders among others', ['2026-11-22/', 'css/', 'img/', 'index.html', 'js/']],
    ['folders with numbers that are no dates', ['20269999/', '12345678/', '19001/']],
    ['a download area with one archive', ['a.html', 'b.html', 'release.tar.gz']],
    ['nothing at all', []],
  ])('is not seen in %s', (_name, names) => {
    expect(recogniseLayout(topOf(...names), WEBSITE)).toBeUndefined();
  });

  it('is a mirror where the primary is arranged in the same way', () => {
    const photos = topOf('2026-11-22/', '2026-11-23/');

    expect(recogniseLayout(photos, photos)).toBeUndefined();
  });
});
