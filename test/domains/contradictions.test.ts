import { describe, expect, test } from 'vitest';
import { contradictedClaims, uncheckedClaims } from '../../src/domains/contradictions.ts';
import { declared } from '../../src/model/fact.ts';
import { type CopySketch, copyWith, denied, seen } from './copies.ts';

function contradicted(primary: CopySketch, backup: CopySketch): readonly string[] {
  return contradictedClaims(copyWith({ ...primary, id: 'primary' }), copyWith({ ...backup, id: 'backup' })).map(
    ({ claim }) => claim,
  );
}

const HOST = seen('linux:boot-id/boot');
const DISK = seen('disk:wwid/a');
const VOLUME = seen('linux:volume/boot/8:1');

describe('contradictedClaims', () => {
  test('finds a claimed other host on the same host', () => {
    const [found] = contradictedClaims(
      copyWith({ id: 'primary', domains: { host: HOST }, claims: { host: 'www1' } }),
      copyWith({ id: 'offsite', domains: { host: HOST }, claims: { host: 'Backup Server' } }),
    );

    expect(found).toMatchObject({
      claim: 'host',
      copy: 'offsite',
      claimed: { primary: 'www1', backup: 'Backup Server' },
    });
    expect(found?.because.join()).toContain('linux:boot-id/boot');
  });

  test.each([
    ['host', { host: HOST }, ['site', 'operator']],
    ['medium', { medium: DISK }, ['site', 'medium', 'operator']],
    ['volume', { volume: VOLUME }, ['site', 'medium', 'operator']],
  ])('finds the claims that a shared %s refutes', (_, domains, expected) => {
    const apart = (name: string) => ({ domains, claims: { site: name, medium: name, operator: name, account: name } });

    expect(contradicted(apart('a'), apart('b'))).toEqual(expected);
  });

  test('finds every claim of another place contradicted where both are one directory', () => {
    expect(contradicted({ claims: { site: 'a' } }, { placement: 'same-directory', claims: { site: 'b' } })).toEqual([
      'site',
    ]);
  });

  test.each([
    ['only one side claims', { site: 'a' }, {}],
    ['both claim the same', { site: 'a' }, { site: ' A' }],
    ['nothing is claimed', {}, {}],
  ])('finds none where %s', (_, ours, theirs) => {
    expect(
      contradicted({ domains: { host: HOST }, claims: ours }, { domains: { host: HOST }, claims: theirs }),
    ).toEqual([]);
  });

  test('finds none where the observation was refused, or is itself only declared', () => {
    const believed = declared(
      { values: [{ id: 'linux:boot-id/boot' }], completeness: 'complete' as const },
      'an incident',
    );

    expect(
      contradicted(
        { domains: { host: denied() }, claims: { host: 'a' } },
        { domains: { host: HOST }, claims: { host: 'b' } },
      ),
    ).toEqual([]);
    expect(
      contradicted(
        { domains: { host: believed }, claims: { host: 'a' } },
        { domains: { host: HOST }, claims: { host: 'b' } },
      ),
    ).toEqual([]);
  });

  test('finds none where the observation proves nothing', () => {
    const other = seen('linux:boot-id/other');

    expect(
      contradicted(
        { domains: { host: HOST }, claims: { host: 'a' } },
        { domains: { host: other }, claims: { host: 'b' } },
      ),
    ).toEqual([]);
  });
});

describe('uncheckedClaims', () => {
  const claimsA = { claims: { site: 'a' } };
  const claimsB = { claims: { site: 'b' } };

  test('names a claim that could not be checked, and what would check it', () => {
    const primary = copyWith({ ...claimsA, id: 'primary', domains: { host: denied() } });
    const backup = copyWith({ ...claimsB, id: 'offsite', domains: { host: HOST } });

    const found = uncheckedClaims(primary, backup);

    expect(found).toMatchObject([{ claim: 'site', copy: 'offsite', needs: 'read access to /sys' }]);
  });

  test('names none where nobody could look, where all was seen, or where it is contradicted already', () => {
    const unseen = uncheckedClaims(copyWith({ ...claimsA, id: 'primary' }), copyWith(claimsB));
    const contradictory = { host: HOST, medium: denied() };
    const known = uncheckedClaims(
      copyWith({ ...claimsA, id: 'primary', domains: contradictory }),
      copyWith({ ...claimsB, domains: contradictory }),
    );

    expect(unseen).toEqual([]);
    expect(known).toEqual([]);
  });
});
