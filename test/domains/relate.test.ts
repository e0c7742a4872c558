import { describe, expect, test } from 'vitest';
import { relateCopies } from '../../src/domains/relate.ts';
import { DOMAIN_NAMES, type DomainName } from '../../src/model/domain.ts';
import { declared } from '../../src/model/fact.ts';
import type { DomainRelation } from '../../src/model/report.ts';
import { type CopySketch, copyWith, denied, hinted, seen, seenInPart } from './copies.ts';

function relate(domain: DomainName, primary: CopySketch, backup: CopySketch): DomainRelation {
  const relations = relateCopies(copyWith({ ...primary, id: 'primary' }), copyWith({ ...backup, id: 'backup' }));
  const found = relations.find((relation) => relation.domain === domain);
  if (found === undefined) throw new Error(`no relation for ${domain}`);
  return found;
}

const WWID_A = seen('disk:wwid/a');
const WWID_B = seen('disk:wwid/b');
const VDA = seen('linux:virtual-disk/boot/vda');
const VDB = seen('linux:virtual-disk/boot/vdb');
const HOST = seen('linux:boot-id/boot');

describe('relateCopies', () => {
  test('judges every domain once, in the order of the model', () => {
    const relations = relateCopies(copyWith({ id: 'primary' }), copyWith({}));

    expect(relations.map((relation) => relation.domain)).toEqual(DOMAIN_NAMES);
    expect(relations.every((relation) => relation.relation === 'unknown' && relation.needs !== undefined)).toBe(true);
  });

  test('shares everything where both copies are one directory', () => {
    const relations = relateCopies(copyWith({ id: 'primary' }), copyWith({ placement: 'same-directory' }));

    expect(relations.every((relation) => relation.relation === 'shared' && relation.basis === 'observed')).toBe(true);
  });

  describe('by observation', () => {
    test('shares a disk where one of several is common', () => {
      const found = relate(
        'medium',
        { domains: { medium: seen('disk:wwid/a', 'disk:wwid/b') } },
        { domains: { medium: seen('disk:wwid/b', 'disk:wwid/c') } },
      );

      expect(found).toMatchObject({ relation: 'shared', basis: 'observed' });
      expect(found.because[0]).toContain('disk:wwid/b');
    });

    test('shares what a partly known copy provably has', () => {
      const found = relate(
        'medium',
        { domains: { medium: seenInPart('disk:wwid/a') } },
        { domains: { medium: WWID_A } },
      );

      expect(found.relation).toBe('shared');
    });

    test('does not set a partly known copy apart', () => {
      const found = relate(
        'medium',
        { domains: { medium: seenInPart('disk:wwid/a') } },
        { domains: { medium: WWID_B } },
      );

      expect(found).toMatchObject({ relation: 'unknown', basis: null });
    });

    test('sets apart only where every pair of values differs provably', () => {
      const mixed = seen('disk:wwid/a', 'linux:virtual-disk/boot/vda');

      expect(relate('medium', { domains: { medium: mixed } }, { domains: { medium: WWID_B } }).relation).toBe(
        'unknown',
      );
      expect(relate('medium', { domains: { medium: WWID_A } }, { domains: { medium: WWID_B } })).toMatchObject({
        relation: 'separate',
        basis: 'observed',
      });
    });

    test('does not take a common hint for a common thing, nor another hint for another thing', () => {
      const a = { domains: { host: hinted('net:host/nas') } };
      const b = { domains: { host: hinted('net:host/nas2') } };

      expect(relate('host', a, a).relation).toBe('unknown');
      expect(relate('host', a, b).relation).toBe('unknown');
    });

    test('does not take two kernels for two hosts', () => {
      const found = relate('host', { domains: { host: HOST } }, { domains: { host: seen('linux:boot-id/other') } });

      expect(found).toMatchObject({ relation: 'unknown', needs: 'claims.host of both `primary` and `backup`' });
    });

    test('does not take another filesystem UUID for another filesystem', () => {
      const found = relate(
        'volume',
        { domains: { volume: seen('fs:uuid/a') } },
        { domains: { volume: seen('fs:uuid/b') } },
      );

      expect(found.relation).toBe('unknown');
    });

    test('beats whatever is claimed', () => {
      const found = relate(
        'medium',
        { domains: { medium: WWID_A }, claims: { medium: 'disk 1' } },
        { domains: { medium: WWID_A }, claims: { medium: 'disk 2' } },
      );

      expect(found).toMatchObject({ relation: 'shared', basis: 'observed' });
    });
  });

  describe('by what is shared below', () => {
    test.each(['site', 'operator'] as const)('shares the %s of one host, whatever is claimed', (domain) => {
      const found = relate(
        domain,
        { domains: { host: HOST }, claims: { [domain]: 'a' } },
        { domains: { host: HOST }, claims: { [domain]: 'b' } },
      );

      expect(found).toMatchObject({ relation: 'shared', basis: 'inferred' });
    });

    test('shares the disk of one volume', () => {
      const volume = seen('linux:superblock/boot/0:50');

      expect(relate('medium', { domains: { volume } }, { domains: { volume } }).relation).toBe('shared');
    });
  });

  describe('by claims', () => {
    test('sets two claimed sites apart, as declared', () => {
      const found = relate('site', { claims: { site: 'osaka' } }, { claims: { site: 'kobe' } });

      expect(found).toMatchObject({ relation: 'separate', basis: 'declared' });
    });

    test('shares one claimed site', () => {
      const found = relate('site', { claims: { site: 'Osaka' } }, { claims: { site: 'osaka ' } });

      expect(found).toMatchObject({ relation: 'shared', basis: 'declared' });
    });

    test('decides nothing by a claim of one side, and asks for the other', () => {
      const found = relate('site', { claims: { site: 'osaka' } }, {});

      expect(found).toMatchObject({ relation: 'unknown', needs: 'claims.site of `backup`' });
    });

    test('decides nothing where the observation was refused', () => {
      const found = relate(
        'medium',
        { domains: { medium: denied() }, claims: { medium: 'a' } },
        { domains: { medium: WWID_B }, claims: { medium: 'b' } },
      );

      expect(found).toMatchObject({ relation: 'unknown', needs: 'read access to /sys' });
      expect(found.because.join()).toContain('denied');
    });

    test('decides nothing where an observation that could refute it was refused', () => {
      const found = relate('site', { domains: { host: denied() }, claims: { site: 'a' } }, { claims: { site: 'b' } });

      expect(found).toMatchObject({ relation: 'unknown', needs: 'read access to /sys' });
    });

    test('decides about two virtual disks, which observation cannot tell apart', () => {
      const primary = { domains: { medium: VDA } };
      const backup = { domains: { medium: VDB } };

      expect(relate('medium', primary, backup)).toMatchObject({
        relation: 'unknown',
        needs: 'claims.medium of both `primary` and `backup`',
      });
      expect(
        relate('medium', { ...primary, claims: { medium: 'array-1' } }, { ...backup, claims: { medium: 'array-2' } }),
      ).toMatchObject({ relation: 'separate', basis: 'declared' });
      expect(
        relate('medium', { ...primary, claims: { medium: 'array-1' } }, { ...backup, claims: { medium: 'array-1' } }),
      ).toMatchObject({ relation: 'shared', basis: 'declared' });
    });

    test('holds an account of `none` separate from everything, another `none` included', () => {
      const none = { claims: { account: 'none' } };

      expect(relate('account', none, none)).toMatchObject({ relation: 'separate', basis: 'declared' });
      expect(relate('account', { claims: { account: '1234' } }, none).relation).toBe('separate');
      expect(relate('account', {}, none).relation).toBe('separate');
    });

    test('does not believe `none` against a refused or an observed account', () => {
      const none = { claims: { account: 'none' } };

      expect(relate('account', { domains: { account: denied() } }, none).relation).toBe('unknown');
      expect(
        relate('account', { domains: { account: seen('aws:account/1') }, claims: { account: 'none' } }, {}).relation,
      ).toBe('unknown');
    });

    test('lets a declared fact decide no more than a claim', () => {
      const fact = (id: string) => declared({ values: [{ id }], completeness: 'complete' as const }, 'an incident');
      const a = { domains: { site: fact('claim:site/a') } };
      const b = { domains: { site: fact('claim:site/b') } };

      expect(relate('site', a, b)).toMatchObject({ relation: 'separate', basis: 'declared' });
      expect(relate('site', { domains: { ...a.domains, host: denied() } }, b).relation).toBe('unknown');
    });
  });

  describe('by implication', () => {
    test('sets host, disk and volume apart with the site, as weak as the claim', () => {
      const primary = { domains: { host: HOST, medium: VDA }, claims: { site: 'a' } };
      const backup = { domains: { host: seen('linux:boot-id/other') }, claims: { site: 'b' } };

      for (const domain of ['host', 'medium', 'volume'] as const) {
        const found = relate(domain, primary, backup);
        expect(found).toMatchObject({ relation: 'separate', basis: 'declared' });
        expect(found.because[0]).toMatch(/^inferred from /);
      }
    });

    test('sets the volume apart with observed disks, as inferred', () => {
      const found = relate('volume', { domains: { medium: WWID_A } }, { domains: { medium: WWID_B } });

      expect(found).toMatchObject({ relation: 'separate', basis: 'inferred' });
    });

    test('says nothing of a domain that was refused', () => {
      const found = relate(
        'volume',
        { domains: { medium: WWID_A, volume: denied() } },
        { domains: { medium: WWID_B } },
      );

      expect(found.relation).toBe('unknown');
    });

    test('draws nothing from two hosts or two operators', () => {
      const primary = { claims: { host: 'a', operator: 'us' } };
      const backup = { claims: { host: 'b', operator: 'them' } };

      expect(relate('medium', primary, backup).relation).toBe('unknown');
      expect(relate('site', primary, backup).relation).toBe('unknown');
    });
  });

  describe('for credentials', () => {
    const ROOT = 'linux:boot-id/boot/uid/0';

    test('shares the root of one host', () => {
      const found = relate(
        'credential',
        { domains: { credential: seenInPart(ROOT) } },
        { domains: { credential: seenInPart(ROOT) } },
      );

      expect(found).toMatchObject({ relation: 'shared', basis: 'observed' });
    });

    test('counts a user among every user of his host, and of no other', () => {
      const user = { domains: { credential: seenInPart('linux:boot-id/boot/uid/1000') } };
      const all = { domains: { credential: seenInPart('linux:boot-id/boot/uid/any') } };
      const others = { domains: { credential: seenInPart('linux:boot-id/other/uid/any') } };

      expect(relate('credential', user, all).relation).toBe('shared');
      expect(relate('credential', all, user).relation).toBe('shared');
      expect(relate('credential', user, others).relation).toBe('unknown');
    });

    test('is separate only where both lists are complete', () => {
      const mine = { domains: { credential: seen('key:a') } };
      const yours = { domains: { credential: seen('key:b') } };

      expect(relate('credential', mine, yours).relation).toBe('separate');
      expect(relate('credential', mine, { domains: { credential: seenInPart('key:b') } }).relation).toBe('unknown');
      expect(relate('credential', mine, { domains: { credential: denied() } }).relation).toBe('unknown');
      expect(relate('credential', mine, { domains: { credential: seen() } }).relation).toBe('unknown');
    });
  });
});
